"""Pictures and clips of scanned files: `/pieces/<sha256>.webp` small, `.full` the file itself.

Nothing is sent that the media index does not know by its content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from data.errors import OffcutError
from data.evidence.pieces import scanned_files, shown_piece
from data.evidence.thumbnails import thumbnail_path, thumbnails_folder

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.requests import Request

    from dashboard.serve.served import Served

NAME = re.compile(r"([0-9a-f]{64})\.(webp|full)", re.ASCII)
GUARDED = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
}
"""What is sent is shown by our own pages, as what it is said to be, and runs nothing."""
FOREVER = GUARDED | {"cache-control": "private, max-age=31536000, immutable"}
BIGGEST_THUMBNAIL = 1 << 20


def pieces_route(served: Served) -> Route:
    """The route of all pieces."""

    def piece(request: Request) -> Response:
        named = NAME.fullmatch(request.path_params["name"])
        if named is None:
            return _none()
        sha256, form = named.groups()
        tag = f'"{sha256}.{form}"'
        try:
            found = _sent(served, sha256, form, tag)
        except OffcutError as error:
            return PlainTextResponse(str(error), 503, GUARDED)
        if found is not None and request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=FOREVER | {"etag": tag})
        return found or _none()

    return Route("/pieces/{name}", piece, methods=["GET", "HEAD"])


def _sent(served: Served, sha256: str, form: str, tag: str) -> Response | None:
    settings = served.settings
    if not settings.warehouse.exists():
        return None
    files = scanned_files(served.reader.cursor(), sha256)
    if not files:
        return None
    headers = FOREVER | {"etag": tag}
    if form == "webp":
        path = thumbnail_path(thumbnails_folder(settings.warehouse), sha256)
        is_one = _is_small_picture(path)
        return FileResponse(path, media_type="image/webp", headers=headers) if is_one else None
    piece = shown_piece(files, settings.media)
    return piece and FileResponse(
        piece.path, media_type=piece.content_type, headers=headers, stat_result=piece.stat
    )


def _is_small_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(12)
            return head[:4] + head[8:] == b"RIFFWEBP" and path.stat().st_size <= BIGGEST_THUMBNAIL
    except OSError:
        return False


def _none() -> Response:
    return PlainTextResponse("There is no such piece.", 404, GUARDED)
