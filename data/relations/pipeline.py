"""Every relation between records and figures, in the order in which resolving makes them.

Nothing else names the order. A relation's query is the file of its name in the folder of its
stage; it reads records, and what stands before it here (`tests/test_pipeline.py` holds both).
"""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from data.relations import given
from data.relations.relation import Given, Kind, Relation, Stage


def _declared(kind: Kind, name: str, needs: str = "", /, **more: Any) -> Relation:
    return Relation(name=name, kind=kind, needs=tuple(needs.split()), **more)


function, expression, rows = (partial(_declared, k) for k in ("function", "expression", "rows"))
table, view, wide = (partial(_declared, kind) for kind in ("table", "view", "wide"))
numbered, told = partial(_declared, "numbered"), partial(_declared, "told")
loop, step = partial(_declared, "loop"), partial(_declared, "step")
stored, shown, listed = (partial(_declared, kind) for kind in ("stored", "shown", "listed"))
FILES = "attempts media media_matches merged_attempts"
GIVEN = "attempt_outputs odd_outputs open_references"
PRICED: dict[str, Any] = {"given": given.PRICEABLE, "skipped": True}
OUTPUTS = "asset_outcomes assets attempt_facts attempts"

PIPELINE = (
    Stage("00_expressions", "expressions and names that several relations share", (
        function("seconds_between", arguments=("earlier", "later")),
        function("seconds_later", arguments=("moment", "seconds")),
        function("text_key", arguments=("text",)), function("as_money", arguments=("amount",)),
        function("whole_quotient", arguments=("number", "divisor")),
        function("floored_share", arguments=("amount", "part", "whole")),
        function("local_time", arguments=("moment", "zone")),
        function("item_at", arguments=("list", "place")),
        expression("derived_time", arguments=("logged_at", "submitted_at", "duration_s")),
        expression("settling_time", arguments=("ready_at", "first_usable_at")),
        expression("window_passed", arguments=("settles_at", "ready_at", "first_usable_at")),
        expression("silent_fate", arguments=("settles_at",)),
        expression("even_share", arguments=("cost", "n_outputs")),
        table("persons", "attempts labour verdict_versions verdicts"),
        view("respelled_persons", "persons"), expression("stage_rank", arguments=("stage",)),
    )),
    Stage("01_scope", "which calls to resolve anew, where not all of them", (
        rows("loads", only="part"), rows("loaded_attempts", only="part"),
        rows("loaded_references", only="part"),
        table("loaded_calls", "assets attempts loaded_attempts loaded_references"
              " stored.merged_attempts", given=given.LOADED, only="part"),
        table("loaded_names", "asset_versions assets attempt_versions attempts loaded_calls",
              given=given.LOADED, only="part"),
        view("all_references", "assets attempts handovers labour ledger_entries told_references"
             " verdicts", only="part"),
        view("reference_names", "all_references sources", only="part"),
        table("rematched_records", "assets attempts loaded_calls loaded_names"
              " loaded_references reference_names stored.reference_matches verdicts",
              given=given.LOADED, only="part"),
        table("wanted_names", "reference_names rematched_records", given=given.LOADED, only="part"),
        table("candidate_calls", "assets attempts wanted_names", given=given.LOADED, only="part"),
        table("changed_verdicts", "attempts rematched_records stored.merged_attempts"
              " stored.reference_matches verdict_versions verdicts", only="part"),
        table("moved_calls", "attempts changed_verdicts stored.asset_outcomes"
              " stored.reference_matches", only="part"),
        table("recharged_calls", "ledger_entries ledger_entry_versions loaded_references"
              " stored.reference_matches", only="part"),
        table("first_in_scope", "assets attempts candidate_calls loaded_calls moved_calls"
              " persons recharged_calls rematched_records stored.output_outcomes"
              " stored.reference_matches stored.resolved_attempts", only="part"),
        view("lineage_pairs", "assets attempts stored.merged_attempts"
             " stored.reference_matches", only="part"),
        table("stable_reviews", "changed_verdicts stored.attempt_facts"
              " stored.reference_matches verdicts", given=Given("changed_verdicts"),
              only="part"),
        loop("scope", "first_in_scope", only="part",
             runs=("attempts_in_scope", "unmerged_calls", "several_sources", "same_calls",
                   "merged_calls", "logged_calls", "calls", "scope_neighbours")),
        step("review_neighbours", "calls changed_verdicts scope stable_reviews"
             " stored.attempt_facts"),
        step("scope_neighbours", "attempts calls lineage_pairs review_neighbours scope"
             " stored.attempt_facts stored.merged_attempts"),
        table("scoped_briefs", "scope stored.attempt_facts", only="part"),
    )),
    Stage(
        "02_calls", "what was logged twice merged into one call; how it ended, and what it gave", (
        told("attempts_in_scope", "attempts scope"), view("unmerged_calls", "attempts_in_scope"),
        table("several_sources", "attempts"),
        table("same_calls", "attempts_in_scope sources", given=Given("several_sources")),
        table("merged_calls", "attempts_in_scope same_calls sources", given=given.SAME,
              skipped=True),
        view("logged_calls", "merged_calls same_calls unmerged_calls", given=given.SAME,
             otherwise="unmerged_calls"),
        view("calls", "attempts files logged_calls named_work", given=given.NAMED,
             otherwise="logged_calls"),
        stored("merged_attempts", "same_calls", only="matching"),
        table("placed_assets", "assets attempts_in_scope same_calls", given=Given("assets")),
        table("described_outputs", "placed_assets same_calls", given=given.DESCRIBED),
        table("described_attempts", "described_outputs", given=given.DESCRIBED),
        wide("ended_calls", "calls described_attempts"), table("attempt_outputs", "ended_calls"),
        table("odd_outputs", "attempt_outputs described_outputs", given=given.DESCRIBED),
        view("outputs", "attempt_outputs odd_outputs"),
        view("output_addresses", "attempts_in_scope placed_assets same_calls"),
    )),
    Stage("03_references", "what a verdict, a parent, a booking or a handover means", (
        expression("was_given", arguments=("n_logged", "has_odd_places", "odd_no", "place")),
        view("written_references", "calls handovers labour ledger_entries placed_assets"
             " told_references verdicts", only="matching"),
        told("references_to_match", "written_references rematched_records", only="matching"),
        numbered("numbered_references", "references_to_match", only="matching"),
        loop("found_references", "numbered_references", only="matching",
             runs=("open_references", "candidates", "fitting_references")),
        step("named_source_references", "found_references numbered_references sources"),
        step("plain_references", "found_references numbered_references"),
        step("open_references", "named_source_references plain_references"),
        step("match_by_asset_id", GIVEN + " attempts_in_scope placed_assets"),
        step("match_by_attempt_id", "attempts_in_scope open_references"),
        step("match_by_address", GIVEN + " output_addresses"),
        step("match_by_path", GIVEN + " output_addresses"),
        step("match_by_file_name", GIVEN + " output_addresses"),
        step("match_by_content_hash", GIVEN + " placed_assets"),
        step("candidates", "match_by_asset_id match_by_attempt_id match_by_address"
             " match_by_path match_by_file_name match_by_content_hash"),
        step("fitting_references", "attempt_outputs candidates odd_outputs same_calls"),
        table("contested_names", "verdicts", only="matching"),
        table("matched_references", "contested_names found_references numbered_references",
              only="matching"),
        told("matches", "matched_references rematched_records scope"
             " stored.reference_matches"),
    )),
    Stage("04_briefs", "what was made from what, and which calls serve one brief", (
        table("lineage_links", "calls matches placed_assets", given=given.PARENTS),
        stored("reference_matches", "lineage_links matched_references", only="matching"),
        table("output_links", "lineage_links outputs placed_assets", given=given.LINKED),
        table("named_briefs", "calls"), table("named_operations", "calls"),
        wide("named_groups", "ended_calls named_briefs"),
        table("unnamed_links", "calls lineage_links named_operations"),
        loop("inherited", "unnamed_links", runs=("linked_attempts",),
             given=Given("unnamed_links")),
        step("linked_attempts", "named_groups unnamed_links"),
        table("inherited_briefs", "calls inherited", given=given.INHERITED),
        table("renumbered_briefs", "calls inherited_briefs", given=given.INHERITED),
        wide("grouped_calls", "inherited_briefs named_groups renumbered_briefs"),
    )),
    Stage("05_verdicts", "the decision that stands for each output, and where work is reviewed", (
        expression("used_stage", arguments=("source", "stage")),
        expression("counts_as_used", arguments=("source",)),
        view("verdicts_given_once", "verdicts"),
        table("verdicts_given_anew", "verdict_versions", given=given.VERSIONS, skipped=True),
        view("verdicts_given", "verdict_versions verdicts_given_anew verdicts_given_once",
             given=given.VERSIONS, otherwise="verdicts_given_once"),
        view("given_decisions", "matches outputs verdicts_given"),
        table("explicitly_judged", "given_decisions", given=given.BY_USE),
        view("judged_outputs", "explicitly_judged given_decisions"),
        table("reviewer_decisions", "judged_outputs", given=given.JUDGED, skipped=True),
        table("stage_decisions", "reviewer_decisions", given=given.JUDGED, skipped=True),
        table("standing_decisions", "stage_decisions", given=given.JUDGED),
        table("reviewed_elsewhere", "scope stored.attempt_facts stored.reference_matches"
              " verdicts_given", only="part", or_empty=True),
        table("reviewed_work", "calls matches reviewed_elsewhere verdicts_given"),
    )),
    Stage("06_approvals", "which approvals hold, and what was made from what was approved", (
        table("approved_outputs", "described_outputs ended_calls outputs standing_decisions",
              given=given.JUDGED),
        loop("turned_down", runs=("first_turned_down", "further_turned_down"), given=given.JUDGED),
        step("first_turned_down", "output_links standing_decisions"),
        step("further_turned_down", "output_links turned_down"),
        table("reopened_outputs", "approved_outputs turned_down", given=Given("turned_down")),
        table("kept_approvals", "approved_outputs reopened_outputs", given=given.JUDGED),
        loop("used_outputs", runs=("first_uses", "further_uses"), given=given.JUDGED),
        step("first_uses", "kept_approvals output_links"),
        step("further_uses", "output_links used_outputs"),
        table("usable_briefs", "grouped_calls kept_approvals used_outputs", given=given.JUDGED),
        table("touched_calls", "described_attempts standing_decisions turned_down"
              " used_outputs"),
    )),
    Stage("07_prices", "what each call cost by the price book", (
        rows("model_names"), rows("channel_names"),
        view("attempts_to_price", "described_attempts ended_calls", **PRICED),
        view("priceable_attempts", "attempts_to_price channel_names", **PRICED),
        *(rows(each, **PRICED) for each in ("prices", "billing_policies", "shut_models")),
        table("logged_keys", "model_names priceable_attempts prices shut_models", **PRICED),
        table("price_keys", "logged_keys", **PRICED),
        table("key_prices", "model_names price_keys prices", **PRICED),
        table("price_menus", "key_prices price_keys", **PRICED),
        table("key_policies", "billing_policies price_keys", **PRICED),
        table("computed_costs", "key_policies key_prices logged_keys price_menus"
              " priceable_attempts", given=given.PRICEABLE),
    )),
    Stage("08_costs", "what each call cost: booked before reported before computed, less refunds", (
        rows("conversion_rates"), rows("ledger_problems", "ledger_entries"),
        rows("credit_parts", "ledger_entries"), rows("credit_lapses", "ledger_entries"),
        table("valued_parts", "conversion_rates credit_parts", given=given.BOOKED),
        table("ledger_costs", "reference_matches valued_parts", given=given.BOOKED),
        table("net_costs", "attempt_versions grouped_calls ledger_entries merged_attempts"
              " reference_matches sources", given=given.REFUNDED, skipped=True),
        table("refunds", "attempts conversion_rates ledger_entries net_costs reference_matches"
              " valued_parts", given=given.REFUNDED),
        table("refunded_attempts", "refunds", given=given.REFUNDED),
        wide("costed_calls", "computed_costs conversion_rates grouped_calls ledger_costs"
             " refunded_attempts sources"),
    )),
    Stage("09_outcomes", "what became of each output and its money", (
        wide("timed_calls", "costed_calls reviewed_work usable_briefs"),
        table("weighted_shares", "costed_calls described_attempts described_outputs outputs",
              given=Given("described_attempts", "is_weighted")),
        table("touched_outputs", "outputs timed_calls touched_calls",
              given=given.TOUCHED, skipped=True, of_wide=True),
        table("settled_outputs", "described_outputs reopened_outputs standing_decisions"
              " touched_outputs turned_down used_outputs weighted_shares", given=given.TOUCHED),
        table("attempt_sums", "settled_outputs", given=given.TOUCHED),
        table("sole_outputs", "settled_outputs", given=given.TOUCHED),
        table("known_models", "calls model_names"),
        table("size_checks", "described_outputs ended_calls outputs",
              given=Given("described_outputs")),
        table("asked_sets", "named_operations settled_outputs timed_calls",
              given=Given("calls", "n_requested > 1"), of_wide=True),
    )),
    Stage("10_facts", "the facts that figures are sums of", (
        stored("resolved_attempts", "asked_sets attempt_sums known_models lineage_links"
               " named_operations respelled_persons size_checks sole_outputs timed_calls",
               sorted_by="submitted_at"),
        shown("attempt_facts", "resolved_attempts"), told("resolved_facts", "attempt_facts scope"),
        view("untouched_calls", "resolved_facts touched_calls usable_briefs"),
        stored("output_outcomes", "described_outputs outputs respelled_persons settled_outputs"
               " untouched_calls verdicts_given"),
        shown("asset_outcomes", "output_outcomes resolved_attempts"),
        stored("brief_facts", "resolved_facts usable_briefs"),
        stored("breakage_facts", "attempt_facts attempts conversion_rates credit_lapses"
               " ledger_entries",
               given=Given("credit_lapses"), into="resolved_attempts"),
        shown("waste_ledger", "asset_outcomes attempt_facts"),
    )),
    Stage("11_work_and_gaps", "people's work, handovers, and what the figures could not take in", (
        table("changed_work", "changed_verdicts labour loaded_references persons"
              " reference_matches rematched_records scope stored.people_facts verdicts_given",
              only="part"),
        table("changed_handovers", "handovers loaded_references reference_matches"
              " rematched_records scope", only="part"),
        table("hourly_rates"), view("work", "labour respelled_persons verdicts_given"),
        told("resolved_work", "changed_work work"),
        stored("people_facts", "attempt_facts brief_facts hourly_rates reference_matches"
               " resolved_work", given=Given("resolved_work")),
        told("resolved_handovers", "changed_handovers handovers"),
        stored("handover_facts", "attempt_facts reference_matches resolved_handovers",
               given=Given("resolved_handovers")),
        table("lookalikes", "attempts merged_attempts", given=Given("several_sources")),
        table("ledger_gaps", "ledger_problems reference_matches refunds resolved_attempts"
              " valued_parts"),
        stored("gaps", "assets attempts handovers labour ledger_gaps lookalikes merged_attempts"
               " reference_matches resolved_attempts verdicts_given"),
        table("next_events", "asset_outcomes attempts handovers labour ledger_entries"
              " verdict_versions verdicts"),
    )),
    Stage("12_evidence", "what was delivered, and used in timelines, projects and layouts", (
        view("shown_outputs", "media_matches media_uses"),
        table("possible_finals", FILES, given=given.SHOWN),
        table("files_of_outputs", FILES, given=given.SHOWN),
        table("uses_of_outputs", "attempts files_of_outputs media_uses merged_attempts",
              given=given.SHOWN),
        table("used_stretches", "uses_of_outputs", given=given.SHOWN),
        stored("asset_uses", "asset_outcomes assets attempt_facts attempts files_of_outputs"
               " possible_finals used_stretches uses_of_outputs", given=given.SHOWN),
        shown("media_facts", "media media_matches media_uses"),
    )),
    Stage("13_listings", "rows that people look at or take away", (
        listed("exported_assets", "asset_outcomes attempt_facts attempts merged_attempts"),
        listed("exported_attempts", "attempt_facts attempts"), listed("logged_outputs", OUTPUTS),
        listed("exported_shares", "attempts waste_ledger"),
        listed("possible_matches", "attempt_facts attempts media media_matches"),
        listed("unapproved_uses", f"asset_outcomes asset_uses attempt_facts media_uses {FILES}"),
        listed("unmatched_references", "reference_matches resolutions verdicts"),
        listed("dark_finals", "media_facts"), listed("unreadable_files", "media_facts"),
    )),
    Stage("14_mending", "what was loaded, how fresh it is, and what hides money in it", (
        listed("quarantined_records", "files quarantine"), listed("price_changes", "attempt_facts"),
        listed("waiting_records", "files quarantine"), listed("typical_costs", "attempt_facts"),
        listed("fresh_sources", "assets attempts files handovers labour ledger_entries verdicts"),
        listed("homeless_verdicts", "reference_matches resolutions verdicts"),
        listed("billed_models", "attempt_facts attempts resolutions sources"),
        listed("unnamed_parts", "attempt_facts attempts files"), listed("found_outputs", OUTPUTS),
    )),
    Stage("15_desk", "what the Desk hands out, and how its reviews go", (
        listed("desk_outputs", f"asset_outcomes attempt_facts {FILES}"),
        listed("reviews_of_outputs", "asset_outcomes reference_matches resolutions verdicts"),
    )),
)  # fmt: skip


@cache
def relations() -> dict[str, Relation]:
    """Every relation by its name, in order."""
    return {each.name: each for stage in PIPELINE for each in stage.relations}


def stage(name: str) -> Stage:
    """The stage of that name."""
    return next(each for each in PIPELINE if each.name == name)
