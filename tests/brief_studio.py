"""What tests of briefs share: decisions on the small studio, pieces by hand, pages as text."""

from __future__ import annotations

from datetime import datetime, timedelta

from streamlit.testing.v1 import AppTest

from data.briefs.story import BriefOutput
from tests.app_links import page_opened

VOTES_MAP = """name = "votes"
record = "verdict"
format = "csv"
[columns]
asset_ref = "ref"
decision = "say"
decided_at = "at"
reason = "why"
reviewer = "who"
"""
VOTES = """ref,say,at,why,who
r0#0,rejected,2026-11-02T10:00:00Z,hands,ines
r0#0,approved,2026-11-02T11:00:00Z,,ines
r1#0,rejected,2026-11-03T10:00:00Z,colour off,bruno
r9#0,rejected,2026-11-03T10:00:00Z,nobody,bruno
"""


def piece(number, outcome="not_selected", index=0):
    at = datetime(2026, 11, 2) + timedelta(minutes=number)
    return BriefOutput(
        attempt_no=number, output_index=index, source="s", source_id=f"r{number}", outcome=outcome,
        money=None, decision=None, stage=None, decided_at=None, reason=None, reviewer=None,
        tier="generate", media="image", model="m", submitted_at=at, ready_at=at, sha256=None,
        kind=None,
    )  # fmt: skip


def starter(monkeypatch):
    """A function: settings, a page and an address → it, after its first run."""

    def start(settings, name, **address) -> AppTest:
        monkeypatch.setenv("OFFCUT_WAREHOUSE", str(settings.warehouse))
        config = settings.warehouse.parent / "offcut.toml"
        if config.exists():
            monkeypatch.setenv("OFFCUT_CONFIG", str(config))
        as_of = settings.as_of.isoformat() if settings.as_of else "2026-12-20T00:00:00+00:00"
        monkeypatch.setenv("OFFCUT_AS_OF", as_of)
        return page_opened(name, address)

    return start


def said(drawn):
    return " ".join(element.proto.body for element in drawn.get("html"))


def is_fine(drawn, title):
    assert [each.value for each in drawn.title] == [title]
    assert not drawn.exception
    assert not drawn.error


def table(drawn, place=0):
    return drawn.dataframe[place].value


def opened(drawn, name):
    """The same window on another brief."""
    drawn.query_params["brief"] = [name]
    drawn.run()
    is_fine(drawn, "Brief")
    return drawn
