"""`make mutants`: whether the tests notice small changes of the code, by a sample of them.

Each is made in a copy of the tree, where the nearest tests must fail. Known changes that no test
can notice stand in `equivalent.toml`, by their words, with the reason.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

from tests.mutants.equivalent import equivalents
from tests.mutants.nearest import ROOT, nearest_tests
from tests.mutants.python_changes import python_changes
from tests.mutants.sql_changes import sql_changes
from tests.mutants.trial import Copy

if TYPE_CHECKING:
    from tests.mutants.change import Change, Making
    from tests.mutants.trial import Outcome

CORE = ("data", "ingest")
NOT_CORE = (
    *("data/demo/", "data/warehouse/schema/", "data/warehouse/new_warehouse.sql"),
    *("data/engines/cluster/", "data/engines/spark.py", "data/engines/translation/"),
)
"""What is invented, what has landed or is written by a test, and what is tried on a cluster."""
LEAST_KILLED = 0.9
WORDS = ("killed", "survived", "timed out", "invalid")


class Mutant(NamedTuple):
    """One change of one file."""

    path: str
    change: Change


def mutants(suffix: str) -> list[tuple[str, Making]]:
    """All changes of the core files of a kind, each with its path."""
    changes = python_changes if suffix == ".py" else sql_changes
    return [
        (path, making)
        for path in core_files(suffix)
        for making in changes((ROOT / path).read_text("utf-8"))
    ]


def core_files(suffix: str) -> list[str]:
    """The files whose figures tests must hold, as paths from the root."""
    found = (path for name in CORE for path in (ROOT / name).rglob(f"*{suffix}"))
    paths = sorted(path.relative_to(ROOT).as_posix() for path in found)
    return [path for path in paths if not path.startswith(NOT_CORE)]


def sample(size: int, seed: int) -> list[Mutant]:
    """As many of Python as of SQL, in an order that the seed decides: a smaller one is its start.

    Left out are changes that are known to change nothing.
    """
    dice = random.Random(seed)
    known = {(each.path, each.before, each.after) for each in equivalents()}
    kinds = [mutants(suffix) for suffix in (".py", ".sql")]
    for each in kinds:
        dice.shuffle(each)
    turns = chain.from_iterable(zip(*kinds, strict=False))
    made = (Mutant(path, making()) for path, making in turns)
    new = (each for each in made if (each.path, *each.change[1:3]) not in known)
    return [*islice((each for each in new if each.change.before != each.change.after), size)]


def tried(chosen: list[Mutant], folder: Path, asked: argparse.Namespace) -> list[Outcome]:
    """The outcome of each, one worker per copy of the tree."""
    copies: SimpleQueue[Copy] = SimpleQueue()
    for number in range(asked.workers):
        copies.put(Copy(folder / str(number)))

    def outcome(mutant: Mutant) -> Outcome:
        copy = copies.get()
        try:
            tests = nearest_tests(mutant.path, asked.tests)
            found = copy.outcome(mutant.path, mutant.change.text, tests, asked.limit)
        finally:
            copies.put(copy)
        print(told(mutant, found), flush=True)
        return found

    with ThreadPoolExecutor(asked.workers) as pool:
        return [*pool.map(outcome, chosen)]


def told(mutant: Mutant, outcome: Outcome) -> str:
    """A line about one, and below it the change where no test noticed it."""
    path, change = mutant
    line = f"{outcome.word:9} {path}:{change.line} {outcome.test}".rstrip()
    if outcome.word in {"killed", "invalid"}:
        return line
    return f"{line}\n    {change.before}\n →  {change.after}"


def main() -> int:
    """Run a sample and say how it went; 1 where fewer than nine of ten were noticed."""
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("--size", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="leave out the first so many")
    parser.add_argument("--tests", type=int, default=8, help="test modules per change at most")
    parser.add_argument("--limit", type=float, default=600, help="seconds per change")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    chosen = sample(asked.size, asked.seed)[asked.start :]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        outcomes = tried(chosen, Path(folder), asked)
    counts = Counter(each.word for each in outcomes)
    valid = len(outcomes) - counts["invalid"]
    share = counts["killed"] / valid if valid else 1.0
    print("\nnot noticed:" if counts["survived"] + counts["timed out"] else "\nall were noticed")
    for mutant, outcome in zip(chosen, outcomes, strict=True):
        if outcome.word in {"survived", "timed out"}:
            print(told(mutant, outcome))
    print(*(f"{counts[word]} {word}" for word in WORDS), sep=", ", end="; ")
    print(f"{share:.0%} of the valid killed")
    return int(share < LEAST_KILLED)


if __name__ == "__main__":
    sys.exit(main())
