"""A client for the routes of the web app, in this process: one request, its whole answer."""

from __future__ import annotations

import asyncio
import json
from typing import NamedTuple


class Answer(NamedTuple):
    """What came back; names of headers are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self):
        return json.loads(self.body)


class AsgiClient:
    """Asks an application as a browser at this address would."""

    def __init__(self, app, host="127.0.0.1:8501") -> None:
        self.app = app
        self.host = host

    def get(self, path, **headers) -> Answer:
        return self.ask("GET", path, headers)

    def post(self, path, content, **headers) -> Answer:
        """A page of ours sends JSON, unless headers say otherwise (None leaves one out)."""
        usual = {"content_type": "application/json", "origin": f"http://{self.host}"}
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.ask("POST", path, usual | headers, body)

    def ask(self, method, path, headers, body=b"") -> Answer:
        named = {"host": self.host, **headers}
        plain, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "headers": [
                (name.replace("_", "-").encode(), value.encode())
                for name, value in named.items()
                if value is not None
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8501),
        }
        return asyncio.run(self._run(scope, body))

    async def _run(self, scope, body) -> Answer:
        sent = []
        parts = [body[at : at + 65_536] for at in range(0, len(body), 65_536)] or [b""]

        async def receive():
            await asyncio.sleep(0)
            if not parts:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

        async def send(message):
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], headers, b"".join(m.get("body", b"") for m in sent[1:]))
