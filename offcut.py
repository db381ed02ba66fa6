"""The command line's way in: the one file that knows both `ingest` and `dashboard`."""

from __future__ import annotations

from dashboard.cli.app import run
from ingest import door


def main() -> None:
    """Run the command line."""
    run(door)


if __name__ == "__main__":
    main()
