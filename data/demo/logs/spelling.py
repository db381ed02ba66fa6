"""How values are spelled in the logs."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


def json_line(value: Any) -> str:
    """One JSON document on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def csv_line(cells: Iterable[object]) -> str:
    """One CSV row without its line end; None is an empty cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(cells)
    return out.getvalue()


def iso_z(moment: datetime, digits: int = 3) -> str:
    """RFC 3339 in UTC with that many fraction digits (at most 6) and a Z."""
    fraction = f".{moment:%f}"[: digits + 1] if digits else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"
