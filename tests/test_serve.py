"""Starting and stopping the web app."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.cli.console import message
from dashboard.serve.process import (
    PortError,
    address,
    environment,
    is_loopback,
    options,
    serve,
)
from dashboard.words.pasted import started_as, to_paste
from data.settings import Settings
from tests.command_studio import Studio

ROOT = Path(__file__).parents[1]
EVERYWHERE = "0.0.0.0"  # noqa: S104 (nothing is bound to it)
SERVE = """
import sys
from pathlib import Path
from dashboard.cli.console import message
from dashboard.serve.process import serve
from data.settings import Settings
settings = Settings(warehouse=Path(sys.argv[1]))
sys.exit(serve(settings, None, host="127.0.0.1", port=int(sys.argv[2]), say=message))
"""


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def started(warehouse, port):
    """The server in a process of its own, elsewhere than in the checkout, once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(warehouse), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=warehouse.parent,
    )
    line = process.stdout.readline()
    return process, line


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_stops_cleanly(tmp_path, port, number):
    process, line = started(tmp_path / "none.duckdb", port)
    try:
        assert line == f"Offcut: http://127.0.0.1:{port}\n"
        assert answers(port)
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, "", "")
    for _ in range(50):
        if not answers(port):
            break
        time.sleep(0.1)
    assert not answers(port)


def test_a_taken_port_is_a_sentence(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(
            PortError, match=f"Port {port} on 127.0.0.1 is taken.*--port {port + 1}"
        ):
            serve(Settings(), None, host="127.0.0.1", port=port, say=message)


@pytest.fixture
def taken(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        yield port


@pytest.mark.parametrize("command", [("demo",), ("--config", "none.toml", "dashboard")])
def test_the_port_is_looked_at_before_anything_is_written_or_read(tmp_path, taken, command):
    done = Studio(tmp_path).run(*command, "--port", str(taken), exits=1)
    assert done.err == (
        f"Port {taken} on 127.0.0.1 is taken, perhaps by another Offcut. Stop that one, or pass "
        f"--port {taken + 1}.\n"
    )
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize(("given", "typed"), [((), "demo"), (("PORT=8600",), "demo --port 8600")])
def test_make_passes_the_port_on(given, typed, monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    monkeypatch.delenv("MAKEFLAGS", raising=False)
    quiet = ["make", "--no-print-directory", "--dry-run"]
    told = subprocess.check_output([*quiet, "demo", *given], text=True, cwd=ROOT)
    assert told.splitlines()[-1].split() == [".venv/bin/offcut", *typed.split()]


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host"])
def test_a_foreign_address_is_a_sentence(port, host):
    with pytest.raises(PortError, match="is not an address of this machine") as refused:
        serve(Settings(), None, host=host, port=port, say=message)
    assert "Errno" not in str(refused.value)


class Ended:
    """A web app that ended at once."""

    def __init__(self, *command, **how):
        pass

    def poll(self):
        return 1

    def wait(self):
        return 1


def test_the_notice_is_said_once_and_before_the_web_app_runs(tmp_path, port, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", Ended)
    (tmp_path / "offcut.toml").write_text('notice = "Draft: November is open"')
    done = Studio(tmp_path).run("dashboard", "--port", str(port), exits=1)
    assert done.err.splitlines()[0] == "Draft: November is open"
    assert done.err.count("Draft") == 1


def test_listening_on_the_network_is_warned_of(port, capsys, monkeypatch):
    monkeypatch.setattr(subprocess, "Popen", Ended)
    assert serve(Settings(), None, host=EVERYWHERE, port=port, say=message) == 1
    said = capsys.readouterr()
    assert "anyone on the network" in said.err
    assert "ended by itself" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("host", "alone", "found"),
    [
        ("127.0.0.1", True, "http://127.0.0.1:8501"),
        ("localhost", True, "http://localhost:8501"),
        ("::1", True, "http://[::1]:8501"),
        (EVERYWHERE, False, "http://127.0.0.1:8501"),
        ("192.168.1.5", False, "http://192.168.1.5:8501"),
        ("studio.example", False, "http://studio.example:8501"),
    ],
)
def test_who_can_reach_it_and_where_it_is(host, alone, found):
    assert is_loopback(host) is alone
    assert address(host, 8501) == found


def test_nothing_is_sent_anywhere():
    told = options("127.0.0.1", 8501)
    assert told["browser.gatherUsageStats"] is False
    assert told["server.address"] == "127.0.0.1"
    assert "127.0.0.1" in told["server.allowedHosts"]
    assert "*" not in told["server.allowedHosts"]


def a_command(path):
    path.parent.mkdir(parents=True)
    path.touch(0o755)
    return path


def test_a_command_to_paste_has_the_form_that_offcut_was_started_in(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    own = a_command(tmp_path / "a venv" / "bin" / "offcut")
    other = a_command(tmp_path / "other" / "offcut")
    monkeypatch.setattr(sys, "executable", str(own.with_name("python")))
    monkeypatch.setattr(sys, "argv", ["a venv/bin/offcut", "dashboard"])
    monkeypatch.setenv("PATH", str(own.parent))
    assert started_as() == "offcut"
    monkeypatch.setenv("PATH", str(other.parent))
    assert started_as() == f"'{own}'"
    monkeypatch.setattr(sys, "argv", [str(ROOT / "offcut.py"), "dashboard"])
    assert started_as() == f"'{own.with_name('python')}' -m offcut"


def test_a_command_to_paste_is_quoted_for_the_shell(monkeypatch):
    monkeypatch.setenv("OFFCUT_COMMAND", ".venv/bin/offcut")
    typed = to_paste("--warehouse", Path("it's $HOME/w.duckdb"), "ingest", ".")
    assert typed == """.venv/bin/offcut --warehouse 'it'"'"'s $HOME/w.duckdb' ingest ."""


def test_the_app_is_told_absolute_paths(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = environment(Settings(warehouse=Path("w.duckdb")), Path("c.toml"))
    assert told["OFFCUT_WAREHOUSE"] == str(tmp_path / "w.duckdb")
    assert told["OFFCUT_CONFIG"] == str(tmp_path / "c.toml")
    assert told["OFFCUT_COMMAND"] == started_as()
    assert told["PATH"] == os.environ["PATH"]
