"""Where a lake lies: a folder, or a place that fsspec knows, such as `s3://bucket/lake`.

What is written is there whole or not at all: in a folder under another name first, in an object
store by its nature.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from data.errors import LakeError

if TYPE_CHECKING:
    from collections.abc import Iterator

ELSEWHERE = re.compile(r"(?P<protocol>[a-z][a-z0-9+.-]+):/+(?P<rest>.*)", re.IGNORECASE)
"""An address that is no path. Of one that was taken for a path, a slash is gone."""
EXTRAS = {"s3": "s3", "s3a": "s3"}
"""By protocol, the extra of Offcut that installs what it needs."""
PART = ".part"
"""At the end of what is being written."""


def is_elsewhere(address: str | os.PathLike[str]) -> bool:
    """Whether an address is that of an object store or the like, not a path."""
    return ELSEWHERE.fullmatch(os.fspath(address)) is not None


@dataclass(frozen=True)
class Lake:
    """An opened lake. Names are relative to it, with `/` between folders."""

    address: str
    """As a person writes it."""
    files: Any
    """The file system of fsspec."""
    root: str
    folder: Path | None
    """Where it is a folder of this machine."""

    @classmethod
    def at(cls, address: str | os.PathLike[str]) -> Lake:
        """The lake of an address. Raises LakeError where nothing can be opened like that."""
        from fsspec.core import url_to_fs

        written = os.fspath(address)
        if found := ELSEWHERE.fullmatch(written):
            written = f"{found['protocol'].lower()}://{found['rest']}"
        else:
            written = os.path.abspath(written)  # noqa: PTH100 (an address, links left as they are)
        try:
            files, root = url_to_fs(written)
        except (ImportError, ValueError) as error:
            raise LakeError(_not_opened(written, error)) from error
        folder = None if found else Path(written)
        if folder is not None and folder.exists() and not folder.is_dir():
            raise LakeError(
                f"{folder}: a file, and a lake is a folder or an address such as s3://…"
            )
        return cls(written, files, root.rstrip("/"), folder)

    # --- names --------------------------------------------------------------------------------

    def place(self, name: str) -> str:
        """What DuckDB calls a file of it."""
        if self.folder is not None:
            return str(self.folder / name)
        return str(self.files.unstrip_protocol(f"{self.root}/{name}"))

    def names(self, under: str) -> Iterator[str]:
        """All files below one of its folders, but for what is being written."""
        self.files.invalidate_cache()
        try:
            found = self.files.find(f"{self.root}/{under}")
        except FileNotFoundError:
            return
        for path in sorted(found):
            if not path.endswith(PART):
                yield path[len(self.root) + 1 :]

    # --- reading ------------------------------------------------------------------------------

    def read(self, name: str) -> bytes | None:
        """The bytes of a file, None where there is none. Raises LakeError."""
        try:
            return bytes(self.files.cat_file(f"{self.root}/{name}"))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise LakeError(f"{self.address}: {name} cannot be read: {error}") from error

    def stands(self, name: str) -> tuple[str, ...] | None:
        """What changes whenever a file is replaced; None where there is none."""
        self.files.invalidate_cache()
        try:
            known = self.files.info(f"{self.root}/{name}")
        except FileNotFoundError:
            return None
        except Exception as error:
            raise LakeError(f"{self.address}: cannot be reached: {error}") from error
        told = ("ino", "ETag", "mtime", "created", "LastModified", "size")
        return tuple(str(known[each]) for each in told if each in known)

    # --- writing ------------------------------------------------------------------------------

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, or not at all."""
        if self.folder is None:
            self._said(self.files.pipe_file, f"{self.root}/{name}", content)
            return
        target = self.folder / name
        part = target.with_name(f"{target.name}.{uuid4().hex[:12]}{PART}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)

    def take_in(self, file: Path, name: str) -> None:
        """Move a file of this machine into it, whole or not at all."""
        if self.folder is None:
            self._said(self.files.put_file, str(file), f"{self.root}/{name}")
            file.unlink()
            return
        target = self.folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        with file.open("rb+") as stream:
            os.fsync(stream.fileno())
        file.replace(target)

    def remove(self, folder: str) -> None:
        """Remove one of its folders with all that is in it."""
        self._said(self.files.rm, f"{self.root}/{folder}", recursive=True)

    def remove_parts(self, under: str, until: datetime) -> None:
        """Remove what killed writers left of files in a folder, up to a moment (naive UTC).

        An object store shows nothing that is not whole.
        """
        if self.folder is None:
            return
        for part in (self.folder / under).glob(f"*{PART}"):
            with suppress(FileNotFoundError):  # its writer is done with it
                written = datetime.fromtimestamp(part.stat().st_mtime, UTC)
                if written.replace(tzinfo=None) <= until:
                    part.unlink()

    def _said(self, act: Any, *arguments: Any, **more: Any) -> None:
        try:
            act(*arguments, **more)
        except Exception as error:
            raise LakeError(f"{self.address}: cannot be written: {error}") from error


def _not_opened(address: str, error: Exception) -> str:
    protocol = address.partition("://")[0]
    if isinstance(error, ImportError):
        extra = EXTRAS.get(protocol)
        how = f"pip install 'offcut[{extra}]'" if extra else str(error)
        return f"{address}: addresses of {protocol} need more than is installed: {how}."
    return f"{address}: no place is known that begins with {protocol}://. Pass a folder or s3://…"
