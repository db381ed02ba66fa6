"""Whom an address of OpenAI's API, or of one made like it, bills by."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

OTHERS = (
    "x.ai", "volces.com", "bytepluses.com", "openrouter.ai", "googleapis.com", "klingai.com",
    "kling.ai", "recraft.ai", "comfy.org", "lumalabs.ai", "runwayml.com",
)  # fmt: skip
API = rf"^(?!\w+://(?:[^/]*\.)?(?:{'|'.join(map(re.escape, OTHERS))})(?:[:/]|$))"
"""Resellers serve look-alikes of OpenAI's API; services with sources of their own are left out."""
CHANNELS = {"openai.com": "openai", "azure.com": "azure"}


def channel_of(uri: str | None) -> str:
    """The channel by the host: OpenAI, Azure, else the reseller's own name."""
    try:
        host = urlsplit(uri or "").hostname or ""
    except ValueError:
        host = ""
    if not host or host in {"localhost", "127.0.0.1"}:
        return "openai"
    known = (channel for domain, channel in CHANNELS.items() if f".{host}".endswith(f".{domain}"))
    return next(known, _own_name(host))


def _own_name(host: str) -> str:
    """`laozhang` of api.laozhang.ai."""
    labels = host.split(".")
    return labels[-2] if len(labels) > 1 else host
