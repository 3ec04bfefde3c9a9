"""From `main.py demo` to the first answered `/start`, at the first and at the second run; and `--help`."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

from core.settings import ROOT

LONGEST = 180.0
TIMES = 5


def call(address: str, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    asked = urllib.request.Request(address + path, data, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def first_answer(data: Path) -> tuple[float, float, float]:
    """Return the seconds until the demo is ready and until `/start` was answered, and the peak in MiB."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "main.py", "demo", "--port", "0", "--data", str(data)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise SystemExit("the demo ended before it was ready")
        ready = time.perf_counter() - begun
        who = call(address, "/sim/users", {"first_name": "Lin", "language_code": "zh-hans"})["id"]
        call(address, "/sim/messages", {"chat_id": who, "from_id": who, "text": "/start"})
        while time.perf_counter() - begun < LONGEST:
            seen = call(address, f"/sim/chats/{who}/messages?viewer={who}")["messages"]
            if any(message["from"]["is_bot"] for message in seen):
                break
            time.sleep(0.02)
        answered = time.perf_counter() - begun
        status = Path(f"/proc/{process.pid}/status")
        lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
        peak = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), float("nan"))
    finally:
        process.terminate()
        process.wait(60)
    return ready, answered, peak


def seconds_of(*command: str) -> float:
    """Return the median time of a command in a process of its own."""
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        took.append(time.perf_counter() - begun)
    return median(took)


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as home:
        first, second = first_answer(Path(home)), first_answer(Path(home))
    print(f"{'demo':<24}{'ready s':>9}{'/start s':>10}{'peak MiB':>10}")
    for name, (ready, answered, peak) in (("first run (seeds)", first), ("second run", second)):
        print(f"{name:<24}{ready:>9.1f}{answered:>10.1f}{peak:>10.0f}")
    base, ours = seconds_of("-c", "import typer"), seconds_of("main.py", "--help")
    print(f"main.py --help: {ours:.2f} s; python -c 'import typer': {base:.2f} s; ratio {ours / base:.2f}")


if __name__ == "__main__":
    run()
