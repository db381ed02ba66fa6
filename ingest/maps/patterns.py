"""Names with parts: `{client}_{project}_*.csv`, where `*` is anything and braces name a part."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_TOKEN = re.compile(r"\{(\w+)\}|(\*)|([^{*]+|\{)")


@dataclass(frozen=True)
class Pattern:
    """A pattern as a map writes it. A part takes as little as it can, and never nothing."""

    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names in braces, in their order."""
        return tuple(name for name, _, _ in _TOKEN.findall(self.text) if name)

    @property
    def is_whole(self) -> bool:
        """Whether names are told once each, and are names."""
        return len(set(self.names)) == len(self.names) and all(map(str.isidentifier, self.names))

    def parts(self, name: str) -> dict[str, str] | None:
        """The parts of a name that is like the pattern; None for any other name."""
        found = self._expression.fullmatch(name)
        return None if found is None else {key: found[key].strip() for key in self.names}

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        made = (
            f"(?P<{name}>.+?)" if name else ".*?" if star else re.escape(plain)
            for name, star, plain in _TOKEN.findall(self.text)
        )
        return re.compile("".join(made), re.IGNORECASE | re.DOTALL)
