"""The rules that make stored relations: pipeline, queries, and the code that costs and groups.

A changed rule makes another hash, and relations made by the rule before it are resolved anew. What
is hashed is meaning: comments, spacing and docstrings may change.
"""

from __future__ import annotations

from data.code_digest import code_digest
from data.relations.pipeline import PIPELINE

CODE = ("data/credits", "data/pricing", "data/relations/builder.py", "data/relations/pipeline.py",
        "data/relations/relation.py", "data/relations/shapes.py", "data/resolving")  # fmt: skip


def rules_hash() -> str:
    """Of all that decides what relations hold, but records, settings and the price book's facts."""
    stages = (stage for stage in PIPELINE if any(r.kind != "listed" for r in stage.relations))
    return code_digest(*CODE, *(f"data/relations/{stage.name}" for stage in stages))
