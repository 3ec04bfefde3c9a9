"""Files from outside, row by row: CSV or JSONL, plain or gzipped, of any size, in bounded memory."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import sys
import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Literal

LONGEST_LINE = 1 << 20
MOST_LINES_QUOTED = 50  # of one CSV record; a quote left open must not swallow the file
STDIN = "-"
_GZIP = b"\x1f\x8b"


class BadFile(ValueError):
    """The file as a whole can't be used, or not from here on; the text says where and what was expected."""


@dataclass(frozen=True, slots=True)
class Row:
    """One readable record: `cells` by column, `raw` as it stood in the file, `line` where it began."""

    line: int
    cells: dict[str, Any]
    raw: Sequence[str] | str


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that did not go in, and why: what is wrong, where, and what was expected."""

    line: int
    reason: str
    raw: Sequence[str] | str


class Source:
    """An open file of rows; iterating gives each record as a Row, or as a Reject when it can't be read."""

    def __init__(self, file: io.BufferedIOBase, name: str, progress: BinaryIO | None = None) -> None:
        self.name = name
        self.line = 0
        self.columns: tuple[str, ...] = ()
        self._file = file
        self._position = progress
        self._fresh = self._lines()
        self._pending: deque[tuple[int, str] | Reject] = deque()
        self._size = os.fstat(progress.fileno()).st_size if progress else 0
        self.form: Literal["csv", "jsonl"] = self._begin()

    @property
    def share(self) -> float | None:
        """How much of the file has been read, 0 to 1; empty for standard input."""
        return min(1.0, self._position.tell() / self._size) if self._position and self._size else None

    def need(self, *required: str) -> None:
        """Refuse a CSV file whose first line lacks a column."""
        if self.form == "csv" and (missing := [name for name in required if name not in self.columns]):
            raise BadFile(
                f"{self.name}: line 1: expected the columns {', '.join(required)}; "
                f"{', '.join(missing)} missing, found {', '.join(self.columns)[:200]}",
            )

    def __iter__(self) -> Iterator[Row | Reject]:
        return self._json_rows() if self.form == "jsonl" else self._csv_rows()

    def _begin(self) -> Literal["csv", "jsonl"]:
        first = next((line for line in self._fresh if isinstance(line, Reject) or line[1].strip()), None)
        if first is None:
            raise BadFile(f"{self.name}: the file is empty")
        if isinstance(first, Reject):
            raise BadFile(f"{self.name}: line {first.line}: {first.reason}")
        number, text = first
        text = text.removeprefix("\ufeff")
        if text.lstrip().startswith("{"):
            self._pending.append((number, text))
            return "jsonl"
        columns = [name.strip().lower() for name in next(csv.reader([text]))]
        if len(set(columns)) < len(columns):
            raise BadFile(
                f"{self.name}: line {number}: expected each column once, found {', '.join(columns)}"
            )
        self.columns = tuple(columns)
        return "csv"

    def _lines(self) -> Iterator[tuple[int, str] | Reject]:
        while True:
            try:
                line = self._file.readline(LONGEST_LINE + 1)
                if not line:
                    return
                self.line += 1
                if len(line) > LONGEST_LINE:
                    yield self._giant(line)
                    continue
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                what = f"the gzip data is damaged or cut off ({error})"
                raise BadFile(f"{self.name}: after line {self.line}: {what}") from None
            try:
                text = line.decode().rstrip("\r\n")
            except UnicodeDecodeError as error:
                reason = f"byte {error.start + 1} is not UTF-8; expected a file saved as UTF-8"
                yield Reject(self.line, reason, line.decode(errors="replace").rstrip("\r\n"))
                continue
            if "\0" in text:
                yield Reject(self.line, "a zero byte; expected text", text.replace("\0", "\ufffd"))
                continue
            yield self.line, text

    def _giant(self, line: bytes) -> Reject:
        start = line[:200].decode(errors="replace")
        while line and not line.endswith(b"\n"):
            line = self._file.readline(LONGEST_LINE)
        return Reject(self.line, f"longer than {LONGEST_LINE} bytes; expected a shorter line", f"{start}…")

    def _next(self) -> tuple[int, str] | Reject | None:
        """Give the next line, those put back by a broken record first."""
        return self._pending.popleft() if self._pending else next(self._fresh, None)

    def _csv_rows(self) -> Iterator[Row | Reject]:
        columns = self.columns
        width = len(columns)
        while (line := self._next()) is not None:
            if isinstance(line, Reject):
                yield line
                continue
            number, text = line
            if text.startswith('"') or ',"' in text:
                cells = self._quoted(number, text)
            elif text.strip():
                cells = text.split(",")
            else:
                continue
            if isinstance(cells, Reject):
                yield cells
            elif len(cells) != width:
                yield Reject(
                    number, f"{len(cells)} values; expected {width}, one a column of the first line", cells
                )
            else:
                yield Row(number, dict(zip(columns, cells, strict=True)), cells)

    def _quoted(self, number: int, text: str) -> list[str] | Reject:
        """Read one record that has quotes, over several lines if need be."""
        taken: list[tuple[int, str]] = [(number, text)]
        quotes = text.count('"')
        while quotes % 2 and len(taken) < MOST_LINES_QUOTED:
            more = self._next()
            if more is None:
                break
            if isinstance(more, Reject):
                self._pending.appendleft(more)
                break
            taken.append(more)
            quotes += more[1].count('"')
        try:
            if quotes % 2:
                raise csv.Error  # noqa: TRY301 - the same outcome as for what the parser refuses
            return next(csv.reader([f"{part}\n" for _, part in taken], strict=True))
        except csv.Error:
            self._pending.extendleft(reversed(taken[1:]))
            return Reject(number, "a quote is not closed or stands in the middle of a value", text)

    def _json_rows(self) -> Iterator[Row | Reject]:
        while (line := self._next()) is not None:
            if isinstance(line, Reject):
                yield line
                continue
            number, text = line
            if not text.strip():
                continue
            try:
                value = json.loads(text, parse_float=Decimal, parse_constant=_no_number)
            except (ValueError, RecursionError) as error:
                yield Reject(number, f"not JSON ({error}); expected one object a line", text)
                continue
            if not isinstance(value, dict):
                yield Reject(number, "expected a JSON object", text)
                continue
            yield Row(number, value, text)


@contextmanager
def open_source(path: str | Path, *, stdin: BinaryIO | None = None) -> Iterator[Source]:
    """Open a file (`-` = standard input), gunzipping what is gzipped; raises BadFile."""
    if str(path) == STDIN:
        yield Source(_unzipped(io.BufferedReader(stdin or sys.stdin.buffer)), "standard input")  # type: ignore[arg-type]
        return
    with ExitStack() as held:
        try:
            file = held.enter_context(Path(path).open("rb"))
        except OSError as error:
            raise BadFile(f"{path}: {error.strerror or error}") from None
        yield Source(_unzipped(file), Path(path).name, file)


def _unzipped(file: io.BufferedReader) -> io.BufferedIOBase:
    if file.peek(2)[:2] != _GZIP:
        return file
    return io.BufferedReader(gzip.GzipFile(fileobj=file))


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")
