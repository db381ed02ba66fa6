"""Addresses without what opens them: query strings, `user:password@` and fragments are secrets."""

from __future__ import annotations

import hashlib
import re

_ENDS = r"\s\"'<>`"
_SECRET = re.compile(
    rf"""
    (?P<scheme>[a-z][a-z0-9+.-]*:(?:\\?/){{2}})      # JSON may write :\\/\\/
    (?P<login>[^/?\#@{_ENDS}]*@)?
    (?P<place>[^?\#{_ENDS}]*)
    (?P<rest>[?\#][^{_ENDS}]+)?
    | (?<=[^\s?])(?P<query>\?[\w.\[\]%-]+=[^{_ENDS}]*) # an address without its scheme
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OUTPUT = re.compile(r"#\d{1,6}")
"""The number of an output, below an address that is the id of a call."""


def address(text: str) -> str:
    """A whole text that is an address, without its secrets."""
    bare = text.partition("?")[0]
    if "://" not in bare:
        return bare
    scheme, _, rest = bare.partition("://")
    place, mark, fragment = rest.partition("#")
    host, slash, path = place.partition("/")
    number = mark + fragment if _OUTPUT.fullmatch(mark + fragment) else ""
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}{number}"


def without_secrets(text: str, taken: list[str] | None = None, *, distinct: bool = False) -> str:
    """Any text, with the addresses in it bare; what was taken off is added to `taken`.

    `distinct`: a digest of it stays, so that two ids do not become one.
    """
    if "?" not in text and "/" not in text:
        return text

    def bare(found: re.Match[str]) -> str:
        rest, login = found["rest"] or found["query"] or "", found["login"] or ""
        if _OUTPUT.fullmatch(rest):
            rest = ""
        if taken is not None:
            taken.extend(filter(None, (rest, login)))
        kept = f"{found['scheme'] or ''}{found['place'] or ''}"
        if not (rest or login):
            return found[0]
        return f"{kept}?sha256={_digest(login + rest)}" if distinct else kept

    return _SECRET.sub(bare, text)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:16]
