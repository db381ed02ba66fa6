"""Regular expressions of RE2, as DuckDB has them, in Java's, as Spark has them."""

from __future__ import annotations

from sqlglot import exp

from data.engines.translation.refused import NotTranslated

UNIX_LINES = "(?d)"
"""A dot leaves out line feeds and nothing else."""
MEAN_OTHERWISE = ("\\s", "\\b", "\\w", "\\p", "(?", "\\C", "\\h", "\\v", "[[", "&&", "\\Q")
"""What Java reads otherwise than RE2, or alone; groups without a number aside."""


def java_pattern(node: exp.Expr, *, whole: bool = False) -> exp.Expr:
    """The same pattern for Java; `whole`: it has to fit all of the text.

    Raises NotTranslated for one that is not written out, or says what Java reads otherwise.
    """
    if not isinstance(node, exp.Literal):
        raise NotTranslated("a pattern that is not written out")
    pattern = node.name
    for said in MEAN_OTHERWISE:
        if said in pattern.replace("(?:", ""):
            raise NotTranslated(f"{said!r} in the pattern {pattern!r}")
    ended = _ended(pattern)
    fitting = f"^(?:{ended})\\z" if whole else ended
    return exp.Literal.string(f"{UNIX_LINES}{fitting}")


def _ended(pattern: str) -> str:
    """With the end of the text for `$`: Java's is also before a last line feed."""
    said, escaped, in_class = [], False, False
    for character in pattern:
        is_end = character == "$" and not escaped and not in_class
        said.append("\\z" if is_end else character)
        if not escaped and character in "[]":
            in_class = character == "["
        escaped = character == "\\" and not escaped
    return "".join(said)
