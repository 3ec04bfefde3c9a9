"""`python -m tests.benchmarks [name …]`: run all benchmarks, or those named; each prints a short table."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main(asked: list[str]) -> int:
    known = {file.stem.removeprefix("bench_"): file.stem for file in sorted(HERE.glob("bench_*.py"))}
    unknown = [name for name in asked if name not in known]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    failed = []
    for name in asked or known:
        begun = time.perf_counter()
        print(f"\n== {name}", flush=True)
        # A process each: peak memory, warm caches and threads of one are no other's.
        if subprocess.run([sys.executable, "-m", f"tests.benchmarks.{known[name]}"], check=False).returncode:
            failed.append(name)
        print(f"   ({time.perf_counter() - begun:.0f} s)", flush=True)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
