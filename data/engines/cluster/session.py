"""A session of Spark Connect whose settings are what figures rest on, checked at the start."""

from __future__ import annotations

import logging
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from data.engines.cluster.trouble import in_words, spark_missing
from data.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import SparkSession

OLDEST = (4, 0)
TIMES = 5
"""A quarter of a minute; the client's own way is ten minutes of silence."""
RULES = "org.apache.spark.sql.catalyst.optimizer"
PINNED = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.decimalOperations.allowPrecisionLoss": "false",
    "spark.sql.storeAssignmentPolicy": "ANSI",
    "spark.sql.caseSensitive": "false",
    "spark.sql.legacy.sizeOfNull": "false",
    "spark.sql.parser.escapedStringLiterals": "false",
    "spark.sql.ansi.doubleQuotedIdentifiers": "false",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.sql.mapKeyDedupPolicy": "EXCEPTION",
    "spark.sql.optimizer.excludedRules": f"{RULES}.RemoveRedundantAliases",
}
"""What rounding, time, NULLs and errors rest on, and how files are written.

The rule that is left out breaks plans in which a UNION reads one CTE by several ways (4.3.0).
"""
PROBE = """
    SELECT
        CAST(
            CAST(1 AS DECIMAL(38, 6)) * CAST(0.000000000001 AS DECIMAL(38, 12)) AS STRING
        ) AS product,
        CAST(CAST(0.0000005 AS DECIMAL(38, 6)) AS STRING) AS half,
        CAST(CAST(TIMESTAMP '0001-01-01 00:00:00' AS TIMESTAMP) AS STRING) AS earliest,
        CAST(try_cast('x' AS INT) IS NULL AS STRING) AS untold
"""
ANSWER = ("0.000000000001000000", "0.000001", "0001-01-01 00:00:00", "true")
"""What DuckDB answers to the same."""


@contextmanager
def connected(address: str) -> Iterator[SparkSession]:
    """A session on a server (`sc://host:15002`), and nothing of it afterwards.

    Raises EngineError where there is none, where it is too old, or where it would count otherwise.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]")
        yield from _open(address)


def _open(address: str) -> Iterator[SparkSession]:
    session = _session(address)
    _try_again(session, TIMES)
    try:
        _check_version(session.version, address)
        _pin(session, address)
        _probe(session, address)
        yield session
    except Exception as error:
        raise in_words(error, address) from error
    finally:
        _close(session)


def _session(address: str) -> SparkSession:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            from pyspark.sql import SparkSession
    except ImportError as error:
        raise spark_missing() from error
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return SparkSession.builder.remote(address).create()
    except Exception as error:
        raise in_words(error, address) from error


def _check_version(version: str, address: str) -> None:
    numbers = tuple(int(part) for part in version.split(".")[:2])
    if numbers < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise EngineError(
            f"{address}: Spark {version}, and Offcut needs {wanted} or newer: what it asks of times"
            " and texts is not there before. Resolve on a newer one, or without --on on this"
            " machine."
        )


def _pin(session: SparkSession, address: str) -> None:
    for name, value in PINNED.items():
        try:
            if (session.conf.get(name) or "").lower() != value.lower():
                session.conf.set(name, value)
            now = session.conf.get(name) or ""
        except Exception as error:
            raise _not_ours(address, name, value, "and lets nobody set it") from error
        if now.lower() != value.lower():
            raise _not_ours(address, name, value, f"and keeps it at {now!r}")


def _not_ours(address: str, name: str, value: str, what: str) -> EngineError:
    return EngineError(
        f"{address}: figures rest on {name} = {value}, {what}. Set it where the server is started"
        f" (--conf {name}={value}), or resolve without --on on this machine."
    )


def _probe(session: SparkSession, address: str) -> None:
    found = tuple(session.sql(PROBE).collect()[0])
    if found != ANSWER:
        raise EngineError(
            f"{address}: this engine counts otherwise: {found} where {ANSWER} is right. Resolve on"
            " Apache Spark itself, or without --on on this machine."
        )


def _try_again(session: SparkSession, times: int) -> None:
    """How often the client asks anew where nobody answers, waiting four times longer each time."""
    from pyspark.sql.connect.client.retries import DefaultPolicy

    session.client.set_retry_policies([DefaultPolicy(max_retries=times)])


def _close(session: SparkSession) -> None:
    _try_again(session, 1)
    try:
        session.stop()
    except Exception:  # noqa: BLE001  it is gone, or will find out by itself
        logging.getLogger(__name__).debug("The session was gone already.")
