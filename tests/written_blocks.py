"""Parts of the docs that are written from the code, between `<!-- name:begin -->` and `:end`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def check_block(file: Path, name: str, expected: str, *, rewrite: bool) -> None:
    """Hold a block of a file against what the code says, or write it anew."""
    block = re.compile(f"(<!-- {name}:begin -->\n)(.*?)(<!-- {name}:end -->)", re.DOTALL)
    text = file.read_text("utf-8")
    found = block.search(text)
    assert found is not None, f"{file.name} has no block {name}"
    if rewrite:
        file.write_text(block.sub(lambda m: f"{m[1]}{expected}{m[3]}", text), "utf-8")
    else:
        assert found[2] == expected
