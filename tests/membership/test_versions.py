"""Rule versions are kept once, with what is needed to compute again."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import update
from sqlalchemy.orm import Session

from cli.parts import opened
from core.program import Program
from core.settings import load_settings
from db.engine import Database
from db.models.versions import Version
from membership import versions
from tests.conftest import NOW


async def test_a_version_is_kept_once_with_the_day_of_its_first_use(db: Database, program: Program) -> None:
    noted = await asyncio.gather(
        *(db.write(versions.record, program=program, now=NOW + timedelta(days=day)) for day in range(4))
    )
    assert sorted(one.new for one in noted) == [False, False, False, True]
    past = await db.read(versions.recall, version=program.version)
    assert past is not None
    assert past.terms == program.earning_terms.model_validate(program.earning_terms.model_dump())
    assert NOW <= past.effective_at <= NOW + timedelta(days=3)
    assert await db.read(versions.recall, version="unheard-of") is None


async def test_an_old_version_keeps_its_numbers_when_the_program_changes(
    db: Database, program: Program
) -> None:
    await db.write(versions.record, program=program, now=NOW)
    points = program.points.model_copy(update={"per_unit": Decimal(3)})
    changed = program.model_copy(update={"points": points, "version": "changed"})
    await db.write(versions.record, program=changed, now=NOW + timedelta(days=1))
    rates = []
    for version in (program.version, "changed"):
        past = await db.read(versions.recall, version=version)
        assert past is not None
        assert past.terms is not None
        rates.append(past.terms.points.per_unit)
    assert rates == [1, 3]


def spoil(session: Session) -> None:
    session.execute(update(Version).values(rules={"points": "of another age"}))


async def test_rules_that_this_software_cannot_read_are_no_rules(db: Database, program: Program) -> None:
    await db.write(versions.record, program=program, now=NOW)
    await db.write(spoil)
    past = await db.read(versions.recall, version=program.version)
    assert past is not None
    assert past.terms is None


async def test_opening_an_installation_notes_its_version(tmp_path: object) -> None:
    async with opened(load_settings(data=tmp_path)) as parts:
        past = await parts.db.read(versions.recall, version=parts.program.version)
    assert past is not None
