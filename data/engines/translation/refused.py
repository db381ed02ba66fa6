"""What Spark is not asked, because nobody has shown that it would answer as DuckDB does."""

from __future__ import annotations


class NotTranslated(ValueError):
    """A query says something that has no proven meaning in Spark."""

    def __init__(self, construct: str, why: str = "") -> None:
        """Name the construct, and why it is not known where that is not plain."""
        super().__init__(
            f"{construct}: not known to mean the same in Spark{f' ({why})' if why else ''}."
            " Say it otherwise in the relation, or add a rewrite with its test."
        )
        self.construct = construct
