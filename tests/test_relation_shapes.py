"""Relations declared as empty have the columns that their queries give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from data.pricing.book import PriceBook
from data.relations.builder import RelationBuilder
from data.relations.shapes import SHAPES
from data.relations.texts import relation_files
from data.resolving.resolve import resolve
from data.resolving.run import Run
from data.settings import Settings
from data.warehouse.file import writing

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC).replace(tzinfo=None)
QUERIED = sorted(set(SHAPES) & set(relation_files()))


@pytest.fixture(scope="module")
def described(tmp_path_factory):
    """What each relation looks like where its query made it, with no record to be found."""
    seen = {}
    table = RelationBuilder.table

    def planned(build, name, query=None):
        table(build, name, query)
        seen[name] = columns(build, name)

    path = tmp_path_factory.mktemp("shapes") / "w.duckdb"
    with pytest.MonkeyPatch.context() as patch, writing(path) as con:
        patch.setattr(RelationBuilder, "table", planned)
        patch.setattr(Run, "_any", lambda _run, given: given.relation != "unnamed_links")
        given = {"settings": Settings(), "book": PriceBook.load()}
        resolve(con, as_of=NOON, **given)
        con.execute("CREATE SCHEMA memory.later")  # a part only
        resolve(con, as_of=NOON + timedelta(days=1), target="memory.later", **given)
    return seen


def columns(build, name):
    return [row[:2] for row in build.fetch(f"DESCRIBE {name}")]


@pytest.mark.parametrize("name", QUERIED)
def test_a_declared_relation_has_the_columns_of_its_query(tmp_path, described, name):
    with writing(tmp_path / "w.duckdb") as con:
        build = RelationBuilder(con, "warehouse.main", {})
        build.empty(name)
        assert columns(build, name) == described[name]
