"""The file of what did not go in: line, reason, and the row as it stood, ready to be mended and sent again."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path
from typing import Any, TextIO

from ingest.reading import Reject, Source

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class RejectsFile:
    """Made at the first reject (0600, since it holds customers' data), beside nothing when all goes in."""

    def __init__(self, folder: Path, source: Source, *, kind: str, stamp: str) -> None:
        stem = "stdin" if source.name == "standard input" else source.name.split(".")[0] or "file"
        self.path = folder / f"{stem}.{kind}.{stamp}.rejects.{source.form}"
        self._source = source
        self._file: TextIO | None = None
        self._writer: Any = None

    @property
    def made(self) -> bool:
        return self._file is not None

    def add(self, reject: Reject) -> None:
        file = self._file or self._begin()
        if self._source.form == "jsonl":
            row = {"line": reject.line, "reason": reject.reason, "row": _parsed(reject.raw)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            return
        cells = [reject.raw] if isinstance(reject.raw, str) else list(reject.raw)
        self._writer.writerow([str(reject.line), harmless(reject.reason), *map(harmless, cells)])

    def close(self) -> None:
        if self._file:
            self._file.close()

    def _begin(self) -> TextIO:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        self._file = os.fdopen(descriptor, "w", encoding="utf-8", newline="")
        if self._source.form == "csv":
            self._writer = csv.writer(self._file)
            self._writer.writerow(["line", "reason", *map(harmless, self._source.columns)])
        return self._file


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _parsed(raw: Any) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return raw
