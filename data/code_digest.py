"""What code means, as a digest: the same for other comments, spacing and words in docstrings.

Rules that made stored figures, and readers that made stored records, are known by it. Taking it of
a file is slow beside asking a question, so it is kept by the file's time and size.
"""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""Holds the packages."""
LAYOUT = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|(?:--[^\n]*|/\*.*?\*/|\s+)+""", re.DOTALL)
"""In SQL: a quoted text, which is kept, or a comment or white space, which is not."""
AROUND_MARKS = re.compile(r" ?([^\w\s'\"$]) ?")


@cache
def code_digest(*places: str) -> str:
    """Of all Python and SQL at these paths below the packages (files or folders), 16 digits."""
    known = _known()
    found = {path: _file_digest(path, known) for path in _files(places)}
    if any(known.get(str(path)) != entry for path, entry in found.items()):
        _keep(known | {str(path): entry for path, entry in found.items()})
    named = sorted((str(path.relative_to(ROOT)), digest) for path, (*_, digest) in found.items())
    return _digest(json.dumps(named))


def _files(places: tuple[str, ...]) -> list[Path]:
    files: list[Path] = []
    for place in places:
        path = ROOT / place
        inside = path.rglob("*") if path.is_dir() else (path,)
        files += [each for each in inside if each.suffix in {".py", ".sql"}]
    return files


Entry = list[int | str]


def _file_digest(path: Path, known: dict[str, Entry]) -> Entry:
    """[time, size, digest] of a file; the digest as known for this time and size."""
    stat = path.stat()
    before = known.get(str(path))
    if before is not None and before[:2] == [stat.st_mtime_ns, stat.st_size]:
        return before
    text = path.read_text("utf-8")
    meaning = meaning_of_sql(text) if path.suffix == ".sql" else meaning_of_python(text)
    return [stat.st_mtime_ns, stat.st_size, _digest(meaning)]


def meaning_of_sql(text: str) -> str:
    """The query without comments and spacing."""
    spaced = LAYOUT.sub(lambda found: found[1] or " ", text).strip()
    quoted = re.split(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")""", spaced)
    quoted[::2] = [AROUND_MARKS.sub(r"\1", each) for each in quoted[::2]]
    return "".join(quoted)


def meaning_of_python(text: str) -> str:
    """The syntax tree without docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_text(each)]  # type: ignore[attr-defined]
    return ast.dump(tree)


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# --- kept between runs ------------------------------------------------------------------------


def _place() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("offcut", appauthor=False) / "code.json"


def _known() -> dict[str, Entry]:
    with suppress(OSError, ValueError):
        found = json.loads(_place().read_text("utf-8"))
        if isinstance(found, dict):
            return found
    return {}


def _keep(entries: dict[str, Entry]) -> None:
    """Without those of files that are gone: of versions and copies that are no more."""
    with suppress(OSError):
        entries = {path: entry for path, entry in entries.items() if Path(path).exists()}
        place = _place()
        place.parent.mkdir(parents=True, exist_ok=True)
        written = place.with_name(f"code-{os.getpid()}.json")
        written.write_text(json.dumps(entries), "utf-8")
        written.replace(place)
