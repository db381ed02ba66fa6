"""A Spark Connect server of this machine, for all tests of an engine."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib.util import find_spec
from types import MappingProxyType

import pytest

from data.engines.cluster.trial import spark_home, trial_command

STARTS_WITHIN_S = 180


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@contextmanager
def running(folder, *, in_one_process, settings=MappingProxyType({})):
    """The server of the trial: as it is, or with the work of both workers done in it."""
    port, home = free_port(), spark_home()
    command = trial_command(home, port, 1024)
    for name, value in settings.items():
        command[-1:-1] = ["--conf", f"{name}={value}"]
    if in_one_process:
        command[command.index("--master") + 1] = "local[2]"
        command[command.index("--driver-memory") + 1] = "2g"
    environment = os.environ | {
        "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_WORKER_DIR": str(folder),
        "PYSPARK_PYTHON": sys.executable,
    }  # fmt: skip
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=log, stderr=log, start_new_session=True
        )
        try:
            wait_for(port, server)
            yield f"sc://localhost:{port}", server
        finally:
            server.kill()
            server.wait()


def wait_for(port, server):
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError("the server does not answer")


def needs_spark():
    if find_spec("pyspark") is None and not os.environ.get("OFFCUT_REQUIRE_SPARK"):
        pytest.skip("Spark is not installed; `make test-engine` brings it")


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """`sc://…` of a server that answers."""
    needs_spark()
    with running(tmp_path_factory.mktemp("spark"), in_one_process=True) as (address, _):
        yield address
