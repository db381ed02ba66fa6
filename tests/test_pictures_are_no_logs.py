"""A picture among logs is told what it is: no map would help."""

from __future__ import annotations

import pytest

from data.errors import UnclaimedFileError
from data.settings import Settings
from ingest.load.load import load_paths
from ingest.opening.identify import identify
from ingest.sources import all_sources
from tests.media_files import png


def test_a_picture_is_told_of_scans_and_not_of_maps(tmp_path, opened):
    file = opened(png(tmp_path / "a.png"))
    with pytest.raises(UnclaimedFileError, match="offcut scan FOLDER") as refused:
        identify(file, all_sources())
    assert "--map" not in str(refused.value)


def test_whatever_source_is_named_a_picture_is_none_of_its_logs(tmp_path):
    path = png(tmp_path / "a.png")
    given = Settings(warehouse=tmp_path / "w.duckdb")
    (account,) = load_paths([str(path)], given, source="gemini")
    assert "offcut scan FOLDER" in account.error
    (account,) = load_paths([str(path)], given, source="xmp")
    assert "offcut scan FOLDER" in account.error
