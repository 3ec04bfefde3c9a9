"""Zip files of records as CSV and JSON, written page by page; no cell of them is a formula."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

Pages = AsyncIterator[Sequence[Mapping[str, Any]]]


class Archive:
    """A zip in memory; what is in it at once is the compressed part and one page."""

    def __init__(self) -> None:
        self._held = io.BytesIO()
        self._zip = zipfile.ZipFile(self._held, "w", zipfile.ZIP_DEFLATED)

    async def add_csv(self, name: str, pages: Pages) -> int:
        """Add `name`.csv and return how many rows it has; the first row names the columns (UTF-8 with BOM)."""
        count = 0
        with self._zip.open(f"{name}.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            async for page in pages:
                if count == 0 and page:
                    writer.writerow(page[0])
                for row in page:
                    writer.writerow([harmless(value) for value in row.values()])
                count += len(page)
        return count

    async def add_json(self, name: str, pages: Pages) -> None:
        """Add `name`.json, a list of objects."""
        with self._zip.open(f"{name}.json", "w") as raw, io.TextIOWrapper(raw, "utf-8") as out:
            out.write("[")
            mark = "\n"
            async for page in pages:
                for row in page:
                    out.write(mark + json.dumps(row, ensure_ascii=False, default=str))
                    mark = ",\n"
            out.write("\n]\n")

    def add_text(self, name: str, text: str) -> None:
        self._zip.writestr(name, text)

    def close(self) -> bytes:
        self._zip.close()
        return self._held.getvalue()


def harmless(value: Any) -> str:
    """Return a cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, int):
        return str(value)
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
