"""Clips and sound through PyAV: measured by their headers, and one frame decoded."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ingest.media.extras import needed
from ingest.media.reading.clip_frames import frame_near_third
from ingest.media.reading.clip_measures import measures_of_clip, measures_of_sound
from ingest.media.reading.cut_off import is_cut_off
from ingest.media.reading.embedded_texts import TEXT_CHARS
from ingest.media.reading.measures import Reading, clean
from ingest.media.reading.refusals import MAX_PIXELS, refused, too_large
from ingest.sources.xmp.packets import embedded_packet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ingest.media.reading.file_kinds import FileKind

_AGAIN = "Fetch or export it again."
_NO_FRAME = "no frame of it could be decoded: it has no thumbnail and no fingerprint."


def read_clip(path: Path, found: FileKind) -> Reading:
    """One clip or sound file. Raises RefusedFileError with a sentence."""
    av = needed("av", "video", "Reading clips and sound")
    with path.open("rb") as stream, _errors_told(path, found.title):
        if is_cut_off(stream, found):
            raise refused(path, f"{found.title} that is cut off before its end. {_AGAIN}")
        stream.seek(0)
        packet = embedded_packet(stream)
        stream.seek(0)
        with av.open(stream, format=found.demuxer, metadata_errors="replace") as container:
            return _reading(path, found, container, packet)


def _reading(path: Path, found: FileKind, container: Any, packet: bytes | None) -> Reading:
    video = next((each for each in container.streams.video if _is_moving(each)), None)
    sound = next(iter(container.streams.audio), None)
    texts = _texts(container, video)
    if video is None and sound is None:
        what = "in a codec unknown here" if container.streams.video else "without picture or sound"
        raise refused(path, f"{found.title} {what}. Export it again, as H.264 or ProRes.")
    if video is None:
        return Reading(measures_of_sound(container, sound), texts=texts, xmp=packet)
    if video.codec_context.width * video.codec_context.height > MAX_PIXELS:
        raise too_large(path, found.title, video.codec_context.width, video.codec_context.height)
    rotation, picture = frame_near_third(container, video)
    measures = measures_of_clip(container, video, rotation, has_audio=sound is not None)
    return Reading(measures, picture, texts, packet, () if picture else (_NO_FRAME,))


def _is_moving(stream: Any) -> bool:
    """Not the cover of a sound file; a stream whose codec is unknown has no context."""
    from av.stream import Disposition

    is_cover = bool(stream.disposition & Disposition.attached_pic)
    return stream.codec_context is not None and not is_cover


def _texts(container: Any, video: Any) -> dict[str, str]:
    """Texts of the clip and of its picture by key, lower case: `comment`, `software`, `prompt`."""
    found = {**(video.metadata if video else {}), **container.metadata}
    return {
        key.rpartition(".")[2].lower(): text
        for key, value in found.items()
        if len(value) <= TEXT_CHARS and (text := clean(value))
    }


@contextmanager
def _errors_told(path: Path, title: str) -> Iterator[None]:
    from av.error import FFmpegError

    try:
        yield
    except MemoryError:
        raise refused(
            path, f"{title} that does not fit into memory; scan a smaller copy."
        ) from None
    except PermissionError:
        raise refused(path, "may not be read: its permissions forbid it. Allow it.") from None
    except (FFmpegError, OSError, ValueError, TypeError, AttributeError, ArithmeticError) as error:
        said = clean(str(getattr(error, "strerror", None) or error))[:120]
        raise refused(
            path, f"{title} that is damaged ({said}). Fetch or export it again."
        ) from None
