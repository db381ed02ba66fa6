"""Files on disk: pictures with their ids, clips, each with the time at which it was made."""

from __future__ import annotations

import os
from importlib.util import find_spec
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from data.demo.media.drawing import FRAME_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from PIL.Image import Image

FASTEST = {"preset": "ultrafast", "crf": "30"}
XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
   xmpMM:DocumentID="{id}"/>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def has_library(name: str) -> bool:
    """Whether the library of an extra is installed."""
    return find_spec(name) is not None


def save_picture(
    image: Image, path: Path, at: datetime, *, document_id: str | None = None, quality: int = 85
) -> None:
    """Write a still in the format of its name, with its id in an XMP packet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options: dict[str, Any] = {} if path.suffix == ".png" else {"quality": quality}
    if document_id is not None:
        options |= _with_id(path, document_id)
    image.save(path, **options)
    date_file(path, at)


def _with_id(path: Path, document_id: str) -> dict[str, Any]:
    packet = XMP.format(id=document_id)
    return (
        _chunk("XML:com.adobe.xmp", packet) if path.suffix == ".png" else {"xmp": packet.encode()}
    )


def save_generated(image: Image, path: Path, at: datetime, parameters: str) -> None:
    """Write a PNG as Stable Diffusion's web page does, with the text of how it was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path, **_chunk("parameters", parameters))
    date_file(path, at)


def _chunk(key: str, text: str) -> dict[str, Any]:
    from PIL.PngImagePlugin import PngInfo

    chunks = PngInfo()
    chunks.add_itxt(key, text)
    return {"pnginfo": chunks}


def save_clip(frames: Iterable[Image], path: Path, at: datetime, rate: int = FRAME_RATE) -> None:
    """Write a clip; on one thread, so that it is the same each time."""
    import av

    path.parent.mkdir(parents=True, exist_ok=True)
    following = iter(frames)
    first = next(following)
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=rate, options=FASTEST)
        stream.width, stream.height, stream.pix_fmt = first.width, first.height, "yuv420p"
        stream.thread_count = 1
        for image in chain([first], following):
            frame = av.VideoFrame.from_image(image)  # type: ignore[no-untyped-call]
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
    date_file(path, at)


def seconds_of(frames: Iterable[Image], first_s: float, length_s: float) -> Iterable[Image]:
    """A stretch of a clip's frames."""
    begin = round(first_s * FRAME_RATE)
    return islice(frames, begin, begin + round(length_s * FRAME_RATE))


def date_file(path: Path, at: datetime) -> None:
    """Have it changed last at this time."""
    os.utime(path, (at.timestamp(), at.timestamp()))
