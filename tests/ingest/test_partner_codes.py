from __future__ import annotations

from pathlib import Path

import pytest

from core.clock import Clock
from core.errors import Refusal
from core.program import Program
from db.engine import Database
from ingest.partner_codes import CodesReport, load_codes
from ingest.reading import BadFile
from membership import partner_codes


async def loaded(
    db: Database, program: Program, clock: Clock, file: Path, text: str | bytes, reward: str = "bookshop"
) -> CodesReport:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())  # noqa: ASYNC240
    return await load_codes(db, str(file), reward=reward, program=program, clock=clock)


async def test_a_file_of_lines_goes_in_once(
    db: Database, program: Program, clock: Clock, tmp_path: Path
) -> None:
    file = tmp_path / "codes.txt"
    lines = "\ufeffOLD-1\r\n OLD-2 \n\nOLD-1\n" + "x" * 129 + "\n"
    first = await loaded(db, program, clock, file, lines)
    assert (first.read, first.new, first.known, first.rejected, first.free) == (4, 2, 1, 1, 2)
    assert [one.line for one in first.rejects] == [5]
    again = await loaded(db, program, clock, file, lines)
    assert (again.new, again.known, again.free) == (0, 3, 2)


async def test_a_table_is_read_by_its_column(
    db: Database, program: Program, clock: Clock, tmp_path: Path
) -> None:
    table = 'batch,Code,value\n1,"A,1",20\n2,A-2,20\n3\n'
    report = await loaded(db, program, clock, tmp_path / "codes.csv", table)
    assert (report.read, report.new) == (2, 2)


async def test_many_codes_go_in_a_batch_at_a_time(
    db: Database, program: Program, clock: Clock, tmp_path: Path
) -> None:
    text = "\n".join(f"C-{number}" for number in range(2_000))
    report = await loaded(db, program, clock, tmp_path / "many.txt", text)
    assert (report.new, report.free) == (2_000, 2_000)
    assert await db.read(partner_codes.listing) == (partner_codes.Listed("bookshop", 2_000, 0),)


@pytest.mark.parametrize(("text", "says"), [(b"", "it is empty"), (b"A\n\xff\xfe\n", "expected UTF-8")])
async def test_what_is_no_list_of_codes_is_named(
    text: bytes, says: str, db: Database, program: Program, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(BadFile, match=says):
        await loaded(db, program, clock, tmp_path / "bad.txt", text)
    assert await db.read(partner_codes.listing) == ()


@pytest.mark.parametrize("reward", ["mug", "nothing"])
async def test_codes_belong_to_a_partners_reward(
    reward: str, db: Database, program: Program, clock: Clock, tmp_path: Path
) -> None:
    with pytest.raises(Refusal):
        await loaded(db, program, clock, tmp_path / "codes.txt", "A\n", reward=reward)
