from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.settings import ROOT

Ran = subprocess.CompletedProcess[str]
_OURS = ("GUANJIA_", "TELEGRAM_", "OPENAI_", "DATABASE_URL", "REDIS_URL", "CHROMA_URL", "TEST_")


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a machine on which nothing is set but where the data is kept."""
    plain = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}  # noqa: TID251
    return plain | {"GUANJIA_DATA": str(home / "data"), "PYTHONWARNINGS": "ignore"} | more


@pytest.fixture
def main(tmp_path: Path) -> Callable[..., Ran]:
    """Run `python main.py …` as a process on an installation of its own."""

    def run(*arguments: str, home: Path = tmp_path, seconds: float = 180, **more: str) -> Ran:
        return subprocess.run(
            [sys.executable, str(ROOT / "main.py"), *arguments],
            cwd=home,
            env=environment(home, **more),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )

    return run


def one_object(ran: Ran) -> dict[str, Any]:
    """Return what a command printed, which must be one JSON object and nothing else."""
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) == 1
    told: dict[str, Any] = json.loads(ran.stdout)
    return told
