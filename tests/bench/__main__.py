"""`make bench`: how long a load and a question take beside bare DuckDB in the same run, as ratios.

Everything is generated into a temporary folder (about 6 GB at full size). `--records` and
`--attempts` make it smaller for a quick look; the bounds hold for the full size. `--large`, which
is `make bench-large`, resolves so many attempts with their verdicts within 3 GB of memory instead,
and takes some ten minutes and 20 GB of disk. `--lake`, which is `make bench-lake`, lands twice as
many in a lake and resolves it within 6 GB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench.asking import bench_asking
from tests.bench.gateways import bench_gateway_logs
from tests.bench.lake import bench_lake
from tests.bench.loading import (
    bench_loading,
    bench_scattered,
    bench_sizes,
    bench_wide_parquet,
)
from tests.bench.questions import bench_questions
from tests.bench.resolving import bench_resolving
from tests.bench.scanning import bench_scanning


def main() -> int:
    """Run everything, or what is large; 1 when a bound did not hold."""
    options = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    options.add_argument("--records", type=int, default=1_000_000)
    options.add_argument("--attempts", type=int, default=10_000_000)
    options.add_argument("--large", action="store_true")
    options.add_argument("--lake", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="offcut-bench-") as name:
        if chosen.large:
            held = [bench_resolving(Path(name), chosen.attempts)]
        elif chosen.lake:
            held = [bench_lake(Path(name), chosen.attempts * 2)]
        else:
            held = [
                bench_loading(Path(name), chosen.records),
                bench_wide_parquet(Path(name), chosen.records // 5),
                bench_gateway_logs(Path(name), chosen.records // 2),
                bench_scattered(Path(name), int(chosen.records * 0.3)),
                bench_sizes(Path(name), chosen.records / 1_000_000),
                bench_scanning(Path(name), chosen.records / 1_000_000),
                bench_questions(Path(name), chosen.records * 4),
                bench_asking(Path(name), chosen.attempts),
            ]
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
