"""Rows that several relations wait for: without them they are empty, or not made at all."""

from __future__ import annotations

from data.relations.relation import Given

VERSIONS = Given("verdict_versions")
SAME = Given("same_calls")
NAMED = Given("named_work")
PARENTS = Given("matches", "ends_with(record_kind, 'parent')")
LINKED = Given("lineage_links")
JUDGED = Given("matches", "record_kind = 'verdict'")
TOUCHED = Given("touched_calls")
DESCRIBED = Given("placed_assets")
IN_THE_BOOK = "IN (SELECT name FROM channel_names)"
PRICEABLE = Given(
    "attempts_in_scope",
    f"cache_hit OR lower(channel) {IN_THE_BOOK} OR lower(provider) {IN_THE_BOOK}",
)
"""Calls of which the price book may know something. To ask whether it does would take longer."""
LOADED = Given("loads")
REFUNDED = Given("ledger_entries", "kind = 'refund'")
BOOKED = Given("ledger_entries")
INHERITED = Given("inherited")
BY_USE = Given("verdicts", "source IN ('finals', 'uses')")
SHOWN = Given("shown_outputs")
