"""Whether JSON is one document or lines of it, where any line may be broken, the first ones too.

No document has an object that stands alone on its line after a line that ends in none of `[`, `,`
and `:`, or before one that begins with none of `,`, `]` and `}`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

BEFORE_A_VALUE = {b"[", b",", b":"}
AFTER_A_VALUE = {b",", b"]", b"}"}


def are_one_document(texts: Iterable[bytes]) -> bool:
    """Whether these lines, blank ones and ends left out, are parts of a single JSON document.

    A first line that is a whole value means lines, whatever else is wrong with it.
    """
    lines = iter(texts)
    first = next(lines, b"")
    if first[:1] not in {b"[", b"{"} or is_value(first.rstrip(b", \t\r")):
        return False
    before = b""
    line, begin_alike = first, first.startswith(b"{")
    for after in lines:
        before, line = line, after
        begin_alike &= line.startswith(b"{")
        if _stands_alone(before, line):
            return False
    is_cut_list = first.startswith(b"[") and before.endswith(b",")
    ends_in_record = bool(before) and _is_object(line) and not is_cut_list
    return not (ends_in_record or (bool(before) and begin_alike))


def _stands_alone(before: bytes, line: bytes) -> bool:
    begins = line.startswith(b"{") and before[-1:] not in BEFORE_A_VALUE
    ends = before.endswith(b"}") and line[:1] not in AFTER_A_VALUE
    return (begins and _is_object(line)) or (ends and _is_object(before))


def _is_object(line: bytes) -> bool:
    return line.startswith(b"{") and line.endswith(b"}") and len(line) > 2 and is_value(line)


def is_value(line: bytes) -> bool:
    """Whether it is JSON, though perhaps with NaN, a key given twice, or bytes of other text."""
    try:
        json.loads(line.decode("utf-8", "replace"))
    except RecursionError:
        return True
    except ValueError:
        return False
    return True
