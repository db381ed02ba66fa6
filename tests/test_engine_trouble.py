"""What an engine says when it cannot go on, as a sentence with what to do."""

from __future__ import annotations

import pytest

from data.engines.cluster.trouble import STANDS, in_words
from data.errors import EngineError, LakeError

ADDRESS = "sc://spark.internal:15002"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "[INVALID_HANDLE.OPERATION_ABANDONED] Operation was considered abandoned.",
            "it heard nothing from this machine for minutes",
        ),
        ("java.io.IOException: No space left on device", "a worker's disk is full"),
        ("ExecutorLostFailure (executor 1 exited with code 137)", "an executor ran out of memory"),
        ("<_InactiveRpcError: status = StatusCode.UNAVAILABLE>", "or it went away"),
        ("something nobody has met\nat some.java.Class", "Spark could not go on: something nobody"),
    ],
)
def test_what_an_engine_says_is_told_with_what_to_do(said, told):
    found = in_words(RuntimeError(said), ADDRESS)
    assert isinstance(found, EngineError)
    assert str(found).startswith(f"{ADDRESS}: ")
    assert told in str(found)
    assert "some.java.Class" not in str(found)
    assert str(found).endswith(STANDS)


def test_a_sentence_stays_what_it_is():
    told = LakeError("lake: nothing was landed in this lake yet.")
    assert in_words(told, ADDRESS) is told
