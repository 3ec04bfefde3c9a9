"""An `imported` fixture: write a file, load it, get the report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from ingest.contracts import Kind
from ingest.load import Report, load
from tests.conftest import StandingClock

Imported = Callable[..., Awaitable[Report]]


@pytest.fixture
def vault() -> Vault:
    return Vault(b"k" * 32)


@pytest.fixture
def imported(db: Database, program: Program, clock: StandingClock, vault: Vault, tmp_path: Path) -> Imported:
    async def run(kind: Kind, content: str | bytes, *, name: str = "file.csv", **given: Any) -> Report:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        values: dict[str, Any] = {"program": program, "rejects": tmp_path / "rejects"}
        return await load(db, tmp_path / name, kind, clock=clock, vault=vault, **(values | given))

    return run
