"""Where a member stands, with what is missing and what the tier gives; how they came there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.filters import Joined, Magic, Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, replace
from core.errors import BadProgram
from core.program import Program, load_program
from core.texts import Texts
from core.wording import bar, day, last_day, money
from db.engine import Database
from membership import benefits, forecasts, tiers
from membership.ladders import Measure, Missing
from membership.members import Viewer

router = Router(name="tiers")

PASSAGES = 10
BATCH = 2_000


@router.message(Command("tier"), Joined())
@router.callback_query(Magic(F.data == "tiers"), Joined(), Private())
async def tier(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told = await _standing(db, viewer, program, texts, now)
    buttons = [button(texts("tiers-benefits-open"), "benefits"), button(texts("tiers-story"), "tiers-story")]
    return await own(event, bot, texts, told, keyboard(buttons))


@router.callback_query(Magic(F.data == "tiers-story"), Joined(), Private())
async def story(
    callback: CallbackQuery, db: Database, viewer: Viewer, program: Program, texts: Texts
) -> tuple[TelegramMethod[Any], ...]:
    """Show the newest steps of the member's own history."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    passages = await db.read(tiers.history, member_id=viewer.member_id, limit=PASSAGES)
    lines = [texts("tiers-story-list" if passages else "tiers-story-none")]
    for one in passages:
        lines.append(
            texts(
                f"tiers-story-{one.reason}",
                day=day(one.at, program=program, language=texts.language),
                before=_named(one.before, program, texts),
                after=_named(one.after, program, texts),
            )
        )
        if one.earned is not None:
            lines.append(f"  {texts('tiers-story-own', tier=_named(one.earned, program, texts))}")
    return callback.answer(), replace(callback, "\n".join(lines), _back(texts))


@router.message(Command("tierdryrun"), Operator(), Private())
async def dry_run(
    message: Message, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Say who would move under the program folder as it is on disk now, against the rules in force."""
    try:
        proposed = load_program(program.folder)
    except BadProgram as faults:
        return message.answer(texts("tiers-dry-wrong", faults=str(faults)[:1_500]))
    found = forecasts.Moves(0, 0)
    while True:
        batch = await db.read(
            forecasts.dry_run, proposed=proposed, program=program, after=found.last, limit=BATCH, now=now
        )
        if not batch.members:
            break
        found = forecasts.added(found, batch)
    return message.answer("\n".join(_dry_lines(found, program, proposed, texts)))


def _dry_lines(found: forecasts.Moves, program: Program, proposed: Program, texts: Texts) -> list[str]:
    same = program.version == proposed.version
    lines = [
        texts(
            "tiers-dry-same" if same else "tiers-dry",
            count=found.members,
            version=program.version,
            proposed=proposed.version,
        )
    ]
    for move in sorted({*found.in_force, *found.proposed}):
        before, after = (_named(one, proposed, texts) for one in move)
        lines.append(
            texts(
                "tiers-dry-move",
                before=before,
                after=after,
                today=found.in_force.get(move, 0),
                then=found.proposed.get(move, 0),
            )
        )
    for move, numbers in sorted(found.sample.items()):
        before, after = (_named(one, proposed, texts) for one in move)
        lines.append(texts("tiers-dry-sample", before=before, after=after, numbers=", ".join(numbers)))
    if not found.in_force and not found.proposed:
        lines.append(texts("tiers-dry-nobody"))
    return [*lines, texts("tiers-dry-note")]


async def _standing(db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime) -> str:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(tiers.standing, member_id=viewer.member_id, program=program, now=now)
    here = program.tier_by_id[held.tier]
    lines = [texts("tiers-standing", emoji=here.emoji, tier=here.name.in_(texts.language))]
    if held.next_tier is not None:
        lines += [_progress(one, program, texts) for one in held.gauges if one.reach is not None]
        if held.to_next is not None:
            following = _named(held.next_tier, program, texts)
            lines.append(texts("tiers-next", tier=following, **_asked(held.to_next, program)))
    else:
        lines.append(texts("tiers-highest", qualifying=_amount(held.gauges[0], program)))
    if held.floor_until is not None:
        until = last_day(held.floor_until, program=program, language=texts.language)
        lines.append(texts("tiers-floor", until=until, tier=_named(held.earned, program, texts)))
    lines += _term(held, program, texts, now)
    lines += ["", texts("tiers-benefits")]
    lines += [
        texts("benefits-line", name=one.name.in_(texts.language), about=one.description.in_(texts.language))
        for one in benefits.of_tier(program, held.tier)
    ]
    return "\n".join(lines)


def _term(held: tiers.Standing, program: Program, texts: Texts, now: datetime) -> list[str]:
    """Word until when the own tier holds and what staying asks for."""
    if held.until is None or held.begins is None:
        return []
    until = last_day(held.until, program=program, language=texts.language)
    own = _named(held.earned, program, texts)
    if held.to_keep is None:
        return [texts("tiers-kept", tier=own, until=until)]
    asked = _asked(held.to_keep, program)
    if held.grace_until is not None:
        until = last_day(held.grace_until, program=program, language=texts.language)
        return [texts("tiers-grace", until=until, missing=texts("tiers-missing", **asked))]
    lines = [texts("tiers-keep", tier=own, until=until, **asked)]
    if held.begins > now:
        lines.append(texts("tiers-keep-from", day=day(held.begins, program=program, language=texts.language)))
    return lines


def _progress(gauge: tiers.Gauge, program: Program, texts: Texts) -> str:
    assert gauge.reach is not None  # noqa: S101 - who calls has looked
    if gauge.measure == "spend":
        done, whole = (money(minor, program=program) for minor in (gauge.counted, gauge.reach))
    else:
        done, whole = f"{gauge.counted:,}", f"{gauge.reach:,}"
    unit = texts(UNITS[gauge.measure])
    return f"{bar(gauge.counted, gauge.reach)} {unit} {done} / {whole}"


UNITS: dict[Measure, str] = {
    "qualifying": "tiers-unit-qualifying",
    "spend": "tiers-unit-spend",
    "purchases": "tiers-unit-purchases",
}


def _amount(gauge: tiers.Gauge, program: Program) -> str:
    return money(gauge.counted, program=program) if gauge.measure == "spend" else f"{gauge.counted:,}"


def _asked(missing: Missing, program: Program) -> dict[str, str | int]:
    return {
        "ways": missing.ways,
        "qualifying": missing.qualifying,
        "spend": money(missing.spend, program=program),
        "purchases": missing.purchases,
    }


def _named(tier_id: str, program: Program, texts: Texts) -> str:
    """Name a tier, by its id where the program has it no more."""
    known = program.tier_by_id.get(tier_id)
    return known.name.in_(texts.language) if known else tier_id


def _back(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard([button(texts("tiers-open"), "tiers")])
