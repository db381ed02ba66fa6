"""A small Spark cluster on this machine, to try out what one is like: a server and two workers.

Spark's own package brings all of it, but for Java.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from data.errors import EngineError

WORKERS = 2
SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer"


def run_trial(port: int, memory_mb: int) -> int:
    """Let `sc://localhost:<port>` answer until Ctrl+C; what it ended with.

    Every worker, and the server itself, has `memory_mb`. Raises EngineError where something is
    missing.
    """
    home = spark_home()
    with TemporaryDirectory(prefix="offcut-spark-") as folder:
        environment = os.environ | {
            "SPARK_HOME": str(home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_WORKER_DIR": folder,
            "PYSPARK_PYTHON": sys.executable,
        }
        try:
            command = trial_command(home, port, memory_mb)
            return subprocess.run(command, env=environment, cwd=folder, check=False).returncode  # noqa: S603
        except KeyboardInterrupt:
            return 0


def trial_command(home: Path, port: int, memory_mb: int) -> list[str]:
    """What to run for it, with Spark at `home`."""
    settings = {
        "spark.connect.grpc.binding.port": str(port),
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.executor.memory": f"{memory_mb}m",
        "spark.sql.shuffle.partitions": str(2 * WORKERS),
        "spark.ui.enabled": "false",
    }
    given = (part for name, value in settings.items() for part in ("--conf", f"{name}={value}"))
    return [
        str(home / "bin" / "spark-submit"),
        *("--master", f"local-cluster[{WORKERS},1,{memory_mb}]", "--class", SERVER),
        *("--driver-memory", f"{memory_mb}m", *given, "spark-internal"),
    ]


def spark_home() -> Path:
    """Where Spark is, with Java beside it. Raises EngineError where one of them is not."""
    found = find_spec("pyspark")
    home = None if found is None or found.origin is None else Path(found.origin).parent
    if home is None or not (home / "jars").is_dir():
        raise EngineError(
            "The trial needs all of Spark, not its client alone. Run:"
            " pip install 'offcut[spark-trial]'"
        )
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise EngineError(
            "Spark needs Java 17 or newer, and there is none here. Install it (of Debian:"
            " apt install openjdk-17-jre-headless), and try again."
        )
    return home
