"""`python -m data.demo FOLDER [--scale N] [--seed S]`: write the demo logs, or a load test."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from data.demo import DEMO_END, map_beside, write_demo


def main(arguments: list[str] | None = None) -> int:
    """Write the logs and print what to load, one file a line with its map."""
    parser = _parser()
    given = parser.parse_args(arguments)
    if given.weeks < 1:
        parser.error(f"--weeks {given.weeks}: at least one week is needed")
    paths = write_demo(
        given.folder, seed=given.seed, end=given.end, weeks=given.weeks, scale=given.scale
    )
    for path in paths:
        beside = map_beside(path)
        sys.stdout.write(f"{path}\t--map {beside}\n" if beside else f"{path}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data.demo",
        description="Write the raw logs of an invented agency, in the providers' own formats.",
    )
    parser.add_argument("folder", type=Path, help="where to write; files there are overwritten")
    parser.add_argument(
        "--scale", type=_positive, default=1.0,
        help="how many times the usual briefs (1 is about 7,500 attempts; 100 for load tests)",
    )  # fmt: skip
    parser.add_argument("--seed", type=int, default=7, help="another seed, another ten weeks")
    parser.add_argument(
        "--end", type=date.fromisoformat, default=DEMO_END, help="last day, as 2026-11-15"
    )
    parser.add_argument("--weeks", type=int, default=10, help="how many weeks up to that day")
    return parser


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number <= 10_000:
        raise argparse.ArgumentTypeError(f"{text} is not a number above 0 and up to 10000")
    return number


if __name__ == "__main__":
    raise SystemExit(main())
