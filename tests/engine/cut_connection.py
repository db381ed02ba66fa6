"""A way to a server that can be cut in the middle of what goes over it."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from threading import Thread


class Way:
    """Passes on what comes to `port` of this machine to another one, until it is cut."""

    def __init__(self, to: int) -> None:
        self._to, self._open, self._passes = to, [], True
        self._heard = socket.create_server(("127.0.0.1", 0))
        self.port = self._heard.getsockname()[1]
        Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Let nothing through any more, in either direction."""
        for each in (self._heard, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def fall_silent(self) -> None:
        """Lose what comes from now on and tell neither side; let nobody in anew."""
        self._passes = False
        self._heard.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._heard.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while told := one.recv(65536):
                if self._passes:
                    other.sendall(told)


@contextmanager
def way(to: int):
    """One that is cut at the latest at the end."""
    made = Way(to)
    try:
        yield made
    finally:
        made.cut()
