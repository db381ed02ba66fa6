"""Well-known files that lie beside logs: what they are, and where the log is instead.

They are known by their names: the keys of a JSON document, the columns of a sheet.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ingest.formats.item import shortened

if TYPE_CHECKING:
    from ingest.formats.opened import Opened

NAMES_SAID = 6
LONGEST_NAME = 40
WRITTEN_TEXT = {".md", ".markdown", ".rst", ".htm", ".html", ".rtf"}
CHUNKS = {
    *("parameters", "prompt", "workflow", "fooocus_scheme", "Comment", "Description", "Software"),
    *("Dream", "sd-metadata", "invokeai_metadata", "invokeai_graph", "Title", "Source"),
    "Generation time",
}
"""What generators call the texts that they write into a picture."""
TELLING_CHUNKS = {"parameters", "workflow", "Dream", "sd-metadata", "invokeai_metadata", "Comment"}
USAGE = {
    *("cost", "is_byok", "cost_details", "input_tokens", "output_tokens"),
    *("prompt_tokens", "completion_tokens", "total_tokens"),
}
_FRAMEIO_COMMENT = re.compile(r"^\s*\S.* - \d{1,2}:\d\d[AP]M [A-Z][a-z]+ \d{1,2}", re.MULTILINE)


class Kind(NamedTuple):
    """A well-known file: it has all the names of one of these sets."""

    any_of: tuple[frozenset[str], ...]
    says: str


def _kind(says: str, *any_of: str) -> Kind:
    return Kind(tuple(frozenset(each.split()) for each in any_of), says)


KINDS = (
    _kind(
        "this is a bill in the FOCUS format: sums by period and service, no calls. Load the log of "
        "the calls, of the provider or of your own.",
        "BilledCost ChargePeriodStart",
    ),
    _kind(
        "these are content credentials (C2PA), written out. `offcut scan FOLDER` reads them from "
        "the picture or clip itself.",
        "active_manifest manifests",
        "claim_generator",
        "claim_generator_info",
    ),
    _kind(
        "this is a ComfyUI workflow, not what was run. Load the server's history (GET /history); "
        "`offcut scan FOLDER` reads workflows from the pictures themselves.",
        "nodes links last_node_id",
    ),
    _kind(
        "this is of Airtable, but no records with their fields: a webhook's payload, a comment, a "
        "schema or an account. Download the grid as CSV, or fetch its records; `offcut sources` "
        "lists a map for each, airtable and airtable_records.",
        "baseTransactionNumber payloadFormat",
        "changedTablesById",
        "changedFieldsById",
        "primaryFieldId fields",
        "author lastUpdatedTime text",
        "collaborations createdTime",
    ),
    _kind(
        "no source knows this format: it is a Label Studio export as a sheet, whose columns are "
        "named as in your project. Export it as JSON, which has the reviews too; or adapt the map "
        "label_studio_csv, which `offcut sources` lists, and pass it as --map.",
        "annotation_id annotator lead_time",
    ),
)
STRIPE = (
    "these are Stripe's billing objects, but no grants and no transactions as its API lists them: "
    "load the answers of GET /v1/billing/credit_grants and of "
    "GET /v1/billing/credit_balance_transactions; `offcut sources` says how to get them."
)
TEXTS = (
    "these are the texts that a generator writes into a picture, taken out of it. "
    "`offcut scan FOLDER` reads them from the picture itself."
)
ONLY_USAGE = (
    "this is the usage of an answer without the answer: no id, no model and no time. Keep the "
    "whole answer."
)
COMMENTS = (
    "these are comments from Frame.io as text: they say no decision. Load the files of a project "
    "with their metadata, or the webhooks; `offcut sources` says how to get them."
)
WRITING = "this is written text, no log. Leave it out, or export the log as CSV, Excel or JSON."


def well_known(file: Opened) -> str | None:
    """What a file is that no source reads, and what to do instead; None where nobody knows."""
    names = set(names_of(file))
    by_name = (each.says for each in KINDS if any(needed <= names for needed in each.any_of))
    if (says := next(by_name, None)) is not None:
        return says
    if any(name.startswith("billing.credit") for name in names | _objects(file)):
        return STRIPE
    if names and names <= CHUNKS and names & TELLING_CHUNKS:
        return TEXTS
    if names and names <= USAGE:
        return ONLY_USAGE
    if file.suffix in WRITTEN_TEXT:
        return WRITING
    return (
        COMMENTS if _FRAMEIO_COMMENT.search(file.first_bytes.decode("utf-8", "replace")) else None
    )


def names_of(file: Opened) -> list[str]:
    """The keys of the first JSON document, else the columns of a sheet."""
    if not file.first_documents:
        return file.header if len(file.header) > 1 else []
    first = file.first_documents[0]
    record = next(iter(first), None) if isinstance(first, list) else first
    return list(record) if isinstance(record, dict) else []


def shape(file: Opened) -> str:
    """How a file begins, as words to go on a sentence; empty where there is nothing to name."""
    names = names_of(file)
    if not names:
        return ""
    said = ", ".join(shortened(name, LONGEST_NAME) for name in names[:NAMES_SAID])
    more = len(names) - NAMES_SAID
    what = "JSON with the keys" if file.first_documents else "a sheet with the columns"
    return f": {what} {said}" + (f" and {more:,} more" if more > 0 else "")


def _objects(file: Opened) -> set[str]:
    """What Stripe calls the kinds of its objects."""
    found = (each.get("object") for each in file.first_documents if isinstance(each, dict))
    return {each for each in found if isinstance(each, str)}
