"""Which reasons for a no say that an output breaks a rule of its brief: its size, its brand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

RULED = re.compile(
    r"\b(brand\w*|logo\w*|guideline\w*|brief|spec|specs|specification\w*|constraint\w*|compliance"
    r"|legal|aspect|ratio|format|size|resolution|crop\w*|duration|length|safe.?area|safe.?zone)\b",
    re.IGNORECASE,
)
"""Words of such reasons; what is wrong with a picture itself, its light or hands, has none."""


def reasons_of_rules(reasons: Iterable[str]) -> list[str]:
    """Those of the reasons that name a rule, in their order."""
    return [each for each in reasons if RULED.search(each.replace("_", " "))]
