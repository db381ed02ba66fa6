"""What goes wrong on a cluster is said in a sentence, and the figures of before stand."""

from __future__ import annotations

import os
import signal
import subprocess
from contextlib import suppress
from threading import Thread
from time import sleep

import pytest

from data.engines.cluster import session
from data.engines.cluster.session import connected
from data.engines.resolve_lake import resolve_lake
from data.engines.spark import SparkBuilder
from data.errors import EngineError
from data.lake.manifest import MANIFEST
from data.lake.place import Lake
from ingest.load.landing import land_paths
from tests.engine.conftest import free_port, needs_spark, running
from tests.engine.cut_connection import Way, way
from tests.nasty_logs import write_nasty_logs
from tests.test_lake import settings_of

pytestmark = pytest.mark.engine
STANDS = "Nothing was published: the figures of before stand."
SOON = {
    "spark.network.timeout": "20s",
    "spark.network.timeoutInterval": "5s",
    "spark.executor.heartbeatInterval": "2s",
}
"""When a worker that says nothing is given up: Spark's own way is two minutes."""


@pytest.fixture(scope="module")
def lake(tmp_path_factory):
    """A lake with a publication of this machine."""
    needs_spark()
    folder = tmp_path_factory.mktemp("trouble")
    (folder / "logs").mkdir()
    (folder / "lake").mkdir()
    settings, lake = settings_of(folder / "lake"), Lake.at(folder / "lake")
    for map_file, path in write_nasty_logs(folder / "logs", n=20):
        land_paths([str(path)], settings, lake, map_file=map_file)
    resolve_lake(lake, settings)
    return lake, settings


def refused(lake, address):
    """The sentence, after which the publication is the same."""
    place, settings = lake
    before = (place.folder / MANIFEST).read_bytes()
    with pytest.raises(EngineError) as refused:
        resolve_lake(place, settings, on=address)
    assert (place.folder / MANIFEST).read_bytes() == before
    assert not [each for each in (place.folder / "resolving").rglob("*") if each.is_file()]
    return str(refused.value)


def test_where_no_server_answers_one_is_told_how_to_start_one(lake):
    address = f"sc://localhost:{free_port()}"
    said = refused(lake, address)
    assert said.startswith(f"{address}: no Spark Connect server answers there")
    assert "offcut spark-trial" in said
    assert said.endswith(STANDS)


def test_a_server_that_keeps_a_setting_otherwise_is_refused(address, monkeypatch):
    monkeypatch.setitem(session.PINNED, "spark.sql.globalTempDatabase", "elsewhere")
    with pytest.raises(EngineError, match=r"figures rest on spark\.sql\.globalTempDatabase"):
        connected(address).__enter__()


def test_a_server_that_counts_otherwise_is_refused(address, monkeypatch):
    monkeypatch.setattr(session, "ANSWER", ("0.000000000000000000", *session.ANSWER[1:]))
    with pytest.raises(EngineError, match="this engine counts otherwise"):
        connected(address).__enter__()


def test_a_spark_that_is_too_old_is_refused(address, monkeypatch):
    monkeypatch.setattr(session, "OLDEST", (99, 0))
    with pytest.raises(EngineError, match=r"Spark 4\.\d+\.\d+, and Offcut needs 99\.0 or newer"):
        connected(address).__enter__()


ASKED_SOON = "/;grpc_keepalive_time_ms=5000;grpc_keepalive_timeout_ms=5000"
"""How long a silent server is waited for: the client's own way is a minute and a third."""


@pytest.mark.parametrize("loss", [Way.cut, Way.fall_silent], ids=["cut", "silent"])
def test_where_the_way_to_the_server_is_lost_one_is_told(lake, address, loss, monkeypatch):
    table = SparkBuilder.table
    with way(int(address.rpartition(":")[2])) as way_there:

        def cut_off(self, name, query=None):
            if name == "attempt_contents":
                loss(way_there)
            table(self, name, query)

        monkeypatch.setattr(SparkBuilder, "table", cut_off)
        said = refused(lake, f"sc://localhost:{way_there.port}{ASKED_SOON}")
    assert "no Spark Connect server answers there, or it went away" in said
    assert said.endswith(STANDS)


@pytest.fixture
def trial(tmp_path):
    needs_spark()
    with running(tmp_path, in_one_process=False, settings=SOON) as (address, server):
        yield address, server


def test_where_memory_runs_out_one_is_told_what_to_give(lake, trial, monkeypatch):
    address, _ = trial
    too_much = "SELECT length(max(collect_all)) AS n FROM (SELECT array_join(collect_list("
    too_much += "repeat(CAST(id AS STRING), 1000000)), '') AS collect_all FROM range(2000))"
    monkeypatch.setattr(
        SparkBuilder, "table", lambda self, *_told: self.spark.sql(too_much).collect()
    )
    said = refused(lake, address)
    assert "ran out of memory" in said
    assert "spark.executor.memory" in said


def workers_of(server):
    """The processes that do the work, once both are there."""
    asked = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(server.pid)]
    for _ in range(120):
        listed = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        found = [each for each in listed.splitlines() if "CoarseGrainedExecutor" in each]
        if len(found) == 2:
            return [int(each.split()[0]) for each in found]
        sleep(0.5)
    raise AssertionError(f"not two workers: {listed}")


@pytest.mark.parametrize(
    "loss", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "cut off from the network"]
)
def test_work_of_a_worker_that_is_lost_is_done_by_another(trial, loss):
    """One that is stopped answers as little as one that no network reaches."""
    address, server = trial
    with connected(address) as spark:
        first, _ = workers_of(server)
        later = Thread(target=lambda: (sleep(1), os.kill(first, loss)))
        later.start()
        slow = "SELECT count(sha2(CAST(id AS STRING), 512)) AS n FROM range(0, 20000000, 1, 40)"
        [(n,)] = spark.sql(slow).collect()
        later.join()
        with suppress(ProcessLookupError):
            os.kill(first, signal.SIGKILL)
    assert n == 20_000_000


def test_a_server_that_dies_leaves_what_was_published(lake, trial, monkeypatch):
    address, server = trial
    table = SparkBuilder.table

    def dying(self, name, query=None):
        if name == "attempt_contents":
            server.kill()
        table(self, name, query)

    monkeypatch.setattr(SparkBuilder, "table", dying)
    said = refused(lake, address)
    assert said.startswith(f"{address}: no Spark Connect server answers there, or it went away")
    assert said.endswith(STANDS)
