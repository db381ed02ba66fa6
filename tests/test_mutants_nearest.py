"""Which tests are tried on a change of a query that has no Python beside it."""

from __future__ import annotations

import pytest

from tests.mutants.__main__ import core_files
from tests.mutants.nearest import nearest_tests


def test_queries_of_a_folder_without_python_are_held_by_the_tests_of_the_folder_above():
    path = "ingest/storing/sql/contested_rows.sql"
    assert "tests/test_merge.py" in nearest_tests(path, 8)


FOLDERS = {path.rpartition("/")[0]: path for path in core_files(".sql")}


@pytest.mark.parametrize("path", FOLDERS.values(), ids=FOLDERS)
def test_every_folder_of_queries_has_tests_near(path):
    """Without any, all tests would be run."""
    assert nearest_tests(path, 1)
