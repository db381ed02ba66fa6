# Python >= 3.11 and make are all that is needed; everything else lands in .venv.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
SPARK := .venv-spark/bin
SPARK_READY := .venv-spark/.ready

.PHONY: setup demo test test-matrices test-engine test-screens test-sessions lint mutants bench bench-large bench-lake lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Offcut needs Python 3.11 or newer, this is " + sys.version.split()[0] + ". Run: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q .venv data ingest dashboard offcut.py > /dev/null || true
	@touch $(READY)

demo: setup
	$(BIN)/offcut demo $(if $(PORT),--port $(PORT))

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Work is stolen rather than dealt out, so that what the tests of a file share is made once.
test: lint
	$(BIN)/pytest -n auto --dist worksteal -m 'not matrix and not engine'

test-matrices: setup
	$(BIN)/pytest -n auto --dist worksteal -m matrix

test-engine: $(SPARK_READY)
	OFFCUT_REQUIRE_SPARK=1 $(SPARK)/python -m pytest -m engine tests/engine

# All of Spark is half a gigabyte, and only this needs it.
$(SPARK_READY): requirements-spark.lock pyproject.toml
	command -v java > /dev/null || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless > /dev/null)
	$(PYTHON) -m venv .venv-spark
	$(SPARK)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	$(SPARK)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(SPARK_READY)

test-screens: setup
	$(BIN)/python -m tests.screens $(if $(OUT),--out $(OUT))

test-sessions: setup
	$(BIN)/python -m tests.screens.sessions

mutants: setup
	$(BIN)/python -m tests.mutants $(if $(SIZE),--size $(SIZE)) $(if $(SEED),--seed $(SEED))

# Compiled anew: otherwise each load that is timed would compile what has changed since.
bench: setup
	$(BIN)/python -m compileall -q data ingest > /dev/null
	$(BIN)/python -m tests.bench

bench-large: setup
	$(BIN)/python -m tests.bench --large

bench-lake: setup
	$(BIN)/python -m tests.bench --lake

# Not s3: botocore holds python-dateutil back for all, and no test reaches a bucket. Not Spark: it has a lock of its own.
EXTRAS := report deliver video provenance timelines heic layers otlp
lock:
	uv pip compile --universal --python-version 3.11 $(EXTRAS:%=--extra %) --group dev --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' --quiet pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --extra spark-trial --group dev --constraint requirements.lock --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command 'make lock' --quiet pyproject.toml --output-file requirements-spark.lock

clean:
	rm -rf .venv .venv-spark .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
