"""Start the web app as a process of its own, and stop it cleanly."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import TYPE_CHECKING

from dashboard.serve.loader import Loader
from dashboard.words.pasted import STARTED_AS, started_as
from data.errors import OffcutError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path
    from types import FrameType

    from data.settings import Settings

LAUNCHER = "dashboard.serve.launcher"
START_S = 60.0
STOP_S = 5.0
LOOK_S = 0.5


class PortError(OffcutError):
    """The web app cannot listen there."""


class _StoppedError(Exception):
    """Somebody asked this process to end."""


def serve(
    settings: Settings,
    config: Path | None,
    *,
    host: str,
    port: int,
    say: Callable[[str], None],
    loader: Sequence[str] = (),
) -> int:
    """Run the web app until it is stopped; the exit code. Prints its address once it answers.

    `loader` is the command that loads meanwhile, beside the app, and ends with it. Ctrl-C and
    SIGTERM end both with 0. `say` hears warnings. Raises PortError where it cannot listen.
    """
    check_free(host, port)
    if not is_loopback(host):
        say(
            f"Listening on {host}: anyone on the network who reaches this machine can read all "
            "figures, see the pictures and decide at the Desk. Leave --host out to keep it here."
        )
    before = {number: signal.signal(number, _stop) for number in (signal.SIGINT, signal.SIGTERM)}
    child = subprocess.Popen(  # noqa: S603 (our own app, by our own Python)
        [sys.executable, "-P", "-m", LAUNCHER, host, str(port)],
        env=environment(settings, config),
        stdout=subprocess.DEVNULL,
    )
    loading = Loader(loader, environment(settings, config), say)
    try:
        base = _base_of_answer(child, host, port)
        if base is not None:
            sys.stdout.write(f"Offcut: {address(host, port)}{base}\n")
            sys.stdout.flush()
        _stay(child, loading)
    except _StoppedError:
        return 0
    finally:
        _end(child, loading)
        for number, handler in before.items():
            signal.signal(number, handler)
    say("The web app ended by itself; what it wrote above says why.")
    return 1


def options(host: str, port: int) -> dict[str, object]:
    """What Streamlit is told, so that it holds outside a checkout and against the user's own."""
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "server.fileWatcherType": "none",
        "server.allowedHosts": ["localhost", "127.0.0.1", "[::1]"] if is_loopback(host) else ["*"],
        "browser.gatherUsageStats": False,
        "browser.serverAddress": _reached(host),
        "client.showErrorDetails": "none",
        "logger.level": "warning",
    }


def environment(settings: Settings, config: Path | None) -> dict[str, str]:
    """How the app learns which warehouse and settings it was started with, and by which command."""
    named = {"OFFCUT_WAREHOUSE": str(settings.warehouse.absolute()), STARTED_AS: started_as()}
    if config is not None:
        named["OFFCUT_CONFIG"] = str(config.absolute())
    return {**os.environ, **named}


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds it."""
    reached = _reached(host)
    return f"http://{f'[{reached}]' if ':' in reached else reached}:{port}"


def _reached(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)


def check_free(host: str, port: int) -> None:
    """Raise PortError where nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise PortError(
                f"Port {port} needs more rights. Pass --port with 1024 or more."
            ) from error
        except OSError as error:
            raise PortError(_cannot_listen(host, port, error)) from error


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken, perhaps by another Offcut. Stop that one, or pass "
            f"--port {port + 1}."
        )
    reason = (error.strerror or "").lower()
    return f"{host} is not an address of this machine ({reason}). Pass --host 127.0.0.1."


def _base_of_answer(child: subprocess.Popen[bytes], host: str, port: int) -> str | None:
    """Wait until the app answers, and says below which path; None when it ended or took long."""
    until = time.monotonic() + START_S
    while child.poll() is None and time.monotonic() < until:
        with suppress(OSError, HTTPException, ValueError):
            connection = HTTPConnection(_reached(host), port, timeout=1)
            connection.request("GET", "/healthz")
            return str(json.loads(connection.getresponse().read()).get("base", ""))
        time.sleep(0.1)
    return None


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise _StoppedError


def _stay(child: subprocess.Popen[bytes], loading: Loader) -> None:
    """Until the app ends."""
    while child.poll() is None:
        loading.look_after()
        with suppress(subprocess.TimeoutExpired):
            child.wait(LOOK_S)


def _end(child: subprocess.Popen[bytes], loading: Loader) -> None:
    """Ask both to end, and make them when they do not; a second Ctrl-C changes nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    both = [each for each in (child, loading.process) if each is not None and each.poll() is None]
    for each in both:
        each.terminate()
    until = time.monotonic() + STOP_S
    for each in both:
        try:
            each.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            each.kill()
            each.wait()
