"""The command line's way in: the one file that knows both `ingest` and `dashboard`."""

from __future__ import annotations

from dashboard.cli.stopping import stoppable


def main() -> None:
    """Run the command line. What takes time to import is imported where a signal is heard."""
    with stoppable():
        from dashboard.cli.exits import leave

        leave(_run)


def _run() -> object:
    from dashboard.cli.app import run
    from ingest import door

    return run(door)


if __name__ == "__main__":
    main()
