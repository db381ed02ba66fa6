"""What went wrong on a cluster, in sentences: what happened, what stands, and what to do."""

from __future__ import annotations

import re

from data.errors import EngineError, OffcutError

TRIAL = "offcut spark-trial"
STANDS = "Nothing was published: the figures of before stand."
SAID = (
    (
        r"OutOfMemory|OOM|GC overhead|MemoryLimit|exited with code (?:52|137)|exit code:? 137",
        (
            "an executor ran out of memory. Give each more (spark.executor.memory), or more of them"
            " smaller pieces (spark.sql.shuffle.partitions), and resolve again."
        ),
    ),
    (
        r"No space left|disk quota",
        "a worker's disk is full. Give it room (spark.local.dir), and resolve again.",
    ),
    (
        r"ExecutorLost|Lost executor|FetchFailed|worker lost|Connection reset by peer|heartbeat",
        (
            "a worker was lost, and the others could not go on without it. See why it went (its"
            " log), and resolve again."
        ),
    ),
    (
        r"PYTHON_VERSION_MISMATCH|No module named|PYTHON_EXCEPTION|ModuleNotFound",
        (
            "its workers cannot run this Python: the credit ledger is valued there. Give them"
            " Python {python} with pyarrow, and resolve again."
        ),
    ),
    (
        r"PATH_NOT_FOUND|FileNotFound|FAILED_READ_FILE|does not exist",
        (
            "it cannot read the lake's files. The lake has to lie where this machine and every"
            " worker find it under the same path, as s3://… is."
        ),
    ),
    (
        r"Permission denied|AccessDenied|403 Forbidden|[Ss]tatus [Cc]ode:? 403",
        "it may not read or write the lake's files. Let its workers in, and resolve again.",
    ),
    (
        r"OPERATION_ABANDONED|OPERATION_NOT_FOUND",
        (
            "it heard nothing from this machine for minutes, and gave up what it was asked. Keep"
            " this machine awake, with memory to spare, and resolve again."
        ),
    ),
)
"""What an engine says, and what that means for a person."""
GONE = re.compile(
    r"UNAVAILABLE|failed to connect|Connection refused|DNS resolution|SESSION_CLOSED"
    r"|SESSION_NOT_FOUND|SESSION_CHANGED|Socket closed|recvmsg|Broken pipe"
    r"|SparkContext was shut down|stopped SparkContext"
)


def spark_missing() -> EngineError:
    """What is said where the extra is not installed."""
    return EngineError(
        "--on needs Spark's client, which is not installed. Run: pip install 'offcut[spark]'"
    )


def in_words(error: Exception, address: str) -> OffcutError:
    """An error of an engine as a sentence; one that is a sentence already stays."""
    if isinstance(error, OffcutError):
        return error
    said = str(error)
    for pattern, meaning in SAID:
        if re.search(pattern, said):
            return EngineError(f"{address}: {meaning.format(python=_python())} {STANDS}")
    if GONE.search(said):
        return EngineError(
            f"{address}: no Spark Connect server answers there, or it went away. Start one (on this"
            f" machine: `{TRIAL}`), look at its log where it stopped, and resolve again. {STANDS}"
        )
    return EngineError(
        f"{address}: Spark could not go on: {_first_line(said)} Resolve without --on on this"
        f" machine, or look at the server's log. {STANDS}"
    )


def _first_line(said: str) -> str:
    line = next((each.strip() for each in said.splitlines() if each.strip()), "it does not say why")
    return f"{line[:300].rstrip('.')}."


def _python() -> str:
    import sys

    return f"{sys.version_info.major}.{sys.version_info.minor}"
