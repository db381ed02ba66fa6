"""A web server on this machine that answers as it is told, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTHING = None
"""Hang up without an answer."""


class AnsweringServer(ThreadingHTTPServer):
    """Answers with each of `answers` in turn, the last one for good."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked = []
        self.hold = threading.Event()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_address[1]}"

    def next_answer(self, path):
        for number, answer in enumerate(self.answers):
            if callable(answer):
                return answer(path)
            if number < len(self.answers) - 1:
                return self.answers.pop(0)
            return answer
        return NOTHING


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, dict(self.headers), body))
        answer = self.server.next_answer(self.path)
        if answer is NOTHING:
            self.close_connection = True
            return
        if answer == "hold":
            self.server.hold.wait(20)
            return
        status, headers, text = answer
        content = (json.dumps(text) if isinstance(text, dict) else text).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def answering(*answers):
    with AnsweringServer(answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.hold.set()
            server.shutdown()
            thread.join()
