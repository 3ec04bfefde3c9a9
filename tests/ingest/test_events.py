from __future__ import annotations

from core.program import Program
from db.engine import Database
from tests.builders import a_member
from tests.conftest import NOW
from tests.ingest import looks
from tests.ingest.conftest import Imported


def line(ref: str, kind: str = "review", member: str = "m1", at: str = "2026-11-18T10:00:00") -> str:
    return f'{{"event_id": "{ref}", "kind": "{kind}", "member_ref": "{member}", "at": "{at}", "stars": 5}}\n'


async def test_an_event_pays_what_the_program_says_once_and_its_member_is_told(
    db: Database, program: Program, imported: Imported
) -> None:
    joined = await a_member(db, program, now=NOW)
    content = line("e1", member=joined.number) + line("e2", "share", member=joined.number)
    report = await imported("events", content, name="file.jsonl")
    pays = program.points.behaviour
    assert (report.created, report.points) == (2, pays["review"] + pays["share"])
    assert (await db.read(looks.notices))[-2:] == ["events-earned"] * 2
    again = await imported("events", content, name="file.jsonl")
    assert (again.created, again.duplicate) == (0, 2)
    assert (await db.read(looks.balances))[joined.number] == pays["review"] + pays["share"]


async def test_points_of_an_event_qualify_for_no_tier(db: Database, imported: Imported) -> None:
    await imported("events", "".join(line(f"e{n}", "event") for n in range(40)), name="file.jsonl")
    assert await db.read(looks.tiers) == {"m1": "basic"}


async def test_a_kind_that_the_program_does_not_pay_is_named(imported: Imported) -> None:
    report = await imported("events", line("e1", "dance") + line("e2"), name="file.jsonl")
    assert (report.created, report.rejected) == (1, 1)
    assert report.rejects[0].reason.startswith(
        "kind: 'dance'; expected one of program.yaml points.behaviour:"
    )


async def test_a_replay_after_the_table_changed_is_still_a_duplicate(
    db: Database, program: Program, imported: Imported
) -> None:
    await imported("events", line("e1"), name="file.jsonl")
    points = program.points.model_copy(update={"behaviour": {"review": 99}})
    richer = program.model_copy(update={"points": points})
    report = await imported("events", line("e1"), name="file.jsonl", program=richer)
    assert (report.duplicate, report.rejected) == (1, 0)
    assert (await db.read(looks.balances))["m1"] == program.points.behaviour["review"]


async def test_one_id_with_two_contents_is_a_conflict_even_within_a_file(imported: Imported) -> None:
    report = await imported("events", line("e1") + line("e1", "share"), name="file.jsonl")
    assert (report.created, report.rejected) == (1, 1)
    assert "another content" in report.rejects[0].reason


async def test_events_may_come_as_csv_too(imported: Imported) -> None:
    report = await imported("events", "event_id,kind,member_ref,at\ne1,review,m1,2026-11-18\n")
    assert report.created == 1
