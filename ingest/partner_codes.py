"""A partner's codes from a file: one a line, or the column `code` of a CSV."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from core.clock import Clock
from core.program import Program
from db.engine import Database
from ingest.reading import BadFile, Reject
from membership import partner_codes

BATCH = 1_000
SHOWN = 20
_COLUMN = "code"


@dataclass(slots=True)
class CodesReport:
    """What became of a file: `known` were there before or stood twice, `free` is what can be given away now."""

    read: int = 0
    new: int = 0
    known: int = 0
    rejected: int = 0
    free: int = 0
    rejects: list[Reject] = field(default_factory=list)


async def load_codes(db: Database, file: str, *, reward: str, program: Program, clock: Clock) -> CodesReport:
    """Take all good codes of a file in, a batch a transaction; again, it adds nothing. Raises BadFile."""
    report = CodesReport()
    found = _codes(file, report)
    while True:
        batch = list(islice(found, BATCH))
        added = await db.write(
            partner_codes.add, reward=reward, codes=batch, program=program, now=clock.now()
        )
        report.new += added.new
        report.known += added.known
        report.free = added.free
        if len(batch) < BATCH:
            return report


def _codes(file: str, report: CodesReport) -> Iterator[str]:
    """Yield the codes that may go in, noting what else stands in the file."""
    try:
        source = (
            nullcontext(sys.stdin) if file == "-" else Path(file).open(encoding="utf-8-sig", newline="")  # noqa: SIM115 - the with below closes it
        )
        with source as lines:
            for line, code in _cells(iter(lines), file):
                if not code:
                    continue
                report.read += 1
                if len(code) > partner_codes.LONGEST or not code.isprintable():
                    report.rejected += 1
                    if len(report.rejects) < SHOWN:
                        expected = f"expected 1 to {partner_codes.LONGEST} printable characters"
                        report.rejects.append(Reject(line, expected, code[:40]))
                    continue
                yield code
    except UnicodeDecodeError as error:
        raise BadFile(f"{file}: expected UTF-8, but byte 0x{error.object[error.start]:02x} is not") from None


def _cells(lines: Iterator[str], file: str) -> Iterator[tuple[int, str]]:
    first = next(lines, None)
    if first is None:
        raise BadFile(f"{file}: expected a code a line, or a CSV with the column {_COLUMN}, but it is empty")
    head = [cell.strip().lower() for cell in next(csv.reader([first]), [])]
    if _COLUMN not in head:
        yield 1, first.strip()
        for number, line in enumerate(lines, 2):
            yield number, line.strip()
        return
    place = head.index(_COLUMN)
    reader = csv.reader(lines)
    for row in reader:
        yield reader.line_num + 1, row[place].strip() if len(row) > place else ""
