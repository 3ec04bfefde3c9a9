from __future__ import annotations

import json
import signal
import subprocess
import sys
from urllib.request import urlopen


def test_the_sandbox_runs_alone_and_stops_when_asked() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", "7:X", "--username", "own_bot"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            address = process.stdout.readline().strip()
            with urlopen(f"{address}/bot7:X/getMe") as response:  # noqa: S310 - our own address
                assert json.load(response)["result"]["username"] == "own_bot"
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_a_wrong_token_is_said_in_one_line() -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--token", "nonsense"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "the sandbox cannot start: a bot token looks like 42:SECRET\n",
    )
