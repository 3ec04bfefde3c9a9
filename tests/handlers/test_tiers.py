"""The tier's screens over the real dispatcher's texts: what a member and an operator read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.program import Program
from core.program_tiers import Way
from core.texts import LANGUAGES, Catalogue
from db.engine import Database
from handlers import tiers as screens
from membership import forecasts, tiers
from membership.members import Viewer
from tests.builders import a_member, some_points
from tests.conftest import NOW
from tests.tiering import on_tier, ruled


async def screen(
    db: Database, program: Program, catalogue: Catalogue, member: int, language: str, days: int = 0
) -> str:
    viewer = Viewer(1, "zh-Hans", member, "77")
    now = NOW + timedelta(days=days)
    return await screens._standing(db, viewer, program, catalogue[language], now)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_screen_is_worded_in_every_state_and_language(
    db: Database, program: Program, catalogue: Catalogue, language: str
) -> None:
    member = await on_tier(db, program, "silver")
    told = await screen(db, program, catalogue, member, language)
    assert "▰▰▰▱▱▱▱▱▱▱" in told
    assert "500 / 1,500" in told
    assert "1,000" in told
    assert "300" in told
    in_grace = await screen(db, program, catalogue, member, language, days=370)
    assert in_grace.splitlines()[3] != told.splitlines()[3]
    until = NOW + timedelta(days=30)
    await db.write(tiers.set_floor, member_id=member, tier="gold", until=until, program=program, now=NOW)
    assert program.tier_by_id["silver"].name.in_(language) in await screen(
        db, program, catalogue, member, language
    )
    await some_points(db, program, member_id=member, amount=9_000, now=NOW)
    await db.write(tiers.promote, member_ids=[member], program=program, now=NOW)
    assert "9,500" in await screen(db, program, catalogue, member, language)
    calendar = ruled(program, window="calendar")
    other = await on_tier(db, calendar, "silver")
    assert "2027" in await screen(db, calendar, catalogue, other, language)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_other_ways_to_a_tier_are_all_named(
    db: Database, program: Program, catalogue: Catalogue, language: str
) -> None:
    ways = {"spend": Way(reach=300, keep=100), "purchases": Way(reach=3, keep=2)}
    silver = program.tiers[1].model_copy(update=ways)
    rules = program.model_copy(update={"tiers": (program.tiers[0], silver, *program.tiers[2:])})
    rules = ruled(rules, basis="any")
    member = (await a_member(db, rules, now=NOW)).member_id
    told = await screen(db, rules, catalogue, member, language)
    assert all(part in told for part in ("0 / 500", "¥0 / ¥300", "0 / 3"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dry_run_is_worded(program: Program, catalogue: Catalogue, language: str) -> None:
    found = forecasts.Moves(
        1_200, 9, {("gold", "silver"): 3}, {("gold", "silver"): 40}, {("gold", "silver"): ("111", "222")}
    )
    proposed = program.model_copy(update={"version": "other"})
    told = "\n".join(screens._dry_lines(found, program, proposed, catalogue[language]))
    assert all(part in told for part in ("1,200", "other", program.version, "40", "111, 222"))
    nobody = screens._dry_lines(forecasts.Moves(0, 0), program, program, catalogue[language])
    assert len(nobody) == 3
