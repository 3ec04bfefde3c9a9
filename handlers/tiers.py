"""Where a member stands, with what is missing and what the tier gives."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.filters import Joined, Magic, Private
from bot.replies import Reply, own
from core.program import Program
from core.texts import Texts
from core.wording import bar, last_day
from db.engine import Database
from membership import tiers
from membership.members import Viewer

router = Router(name="tiers")


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
    return await own(event, bot, texts, await _standing(db, viewer, program, texts, now))


async def _standing(db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime) -> str:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(tiers.standing, member_id=viewer.member_id, program=program, now=now)
    here = program.tier_by_id[held.tier]
    lines = [texts("tiers-standing", emoji=here.emoji, tier=here.name.in_(texts.language))]
    if held.next_tier is not None and held.next_reach is not None:
        following = program.tier_by_id[held.next_tier]
        lines.append(f"{bar(held.qualifying, held.next_reach)} {held.qualifying:,} / {held.next_reach:,}")
        lines.append(texts("tiers-next", missing=held.missing, tier=following.name.in_(texts.language)))
    else:
        lines.append(texts("tiers-highest", qualifying=held.qualifying))
    if held.until is not None:
        until = last_day(held.until, program=program, language=texts.language)
        key = "tiers-keep" if held.missing_to_keep else "tiers-kept"
        lines.append(texts(key, until=until, missing=held.missing_to_keep))
    lines += ["", texts("tiers-benefits")]
    lines += [
        f"· {benefit.name.in_(texts.language)}：{benefit.description.in_(texts.language)}"
        if texts.language != "en"
        else f"· {benefit.name.en or benefit.name.zh_hans}: {benefit.description.in_('en')}"
        for benefit in here.benefits
    ]
    return "\n".join(lines)
