"""One process owns an embedded vector store: a second one would corrupt what the first keeps in memory."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from knowledge.errors import IndexBusy


class Ownership:
    """A lock that the system releases when the process dies, however it dies."""

    def __init__(self, folder: Path) -> None:
        """Take `folder` for this process; raise IndexBusy, naming the owner, when another has it."""
        folder.mkdir(parents=True, exist_ok=True)
        note = folder / "owner.pid"
        # An open exclusive transaction is a lock on every system that SQLite runs on.
        self._lock = sqlite3.connect(
            folder / "owner.lock", timeout=0, isolation_level=None, check_same_thread=False
        )
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._lock.close()
            owner = note.read_text(encoding="ascii") if note.exists() else "?"
            raise IndexBusy(
                f"the index in {folder} belongs to the running process {owner}: stop it first, "
                "or set CHROMA_URL so that several processes can share one Chroma server"
            ) from None
        note.write_text(str(os.getpid()), encoding="ascii")

    def release(self) -> None:
        self._lock.close()
