"""A picture among logs is told what it is: no map would help."""

from __future__ import annotations

import pytest

from data.errors import UnclaimedFileError
from ingest.opening.identify import identify
from ingest.sources import all_sources
from tests.media_files import png


def test_a_picture_is_told_of_scans_and_not_of_maps(tmp_path, opened):
    file = opened(png(tmp_path / "a.png"))
    with pytest.raises(UnclaimedFileError, match="offcut scan FOLDER") as refused:
        identify(file, all_sources())
    assert "--map" not in str(refused.value)
