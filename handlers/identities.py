"""A shared phone number, the other account's answer to it, and the operators' queue of claims."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, ReplyKeyboardRemove

from bot.contacts import ask_contact, own_number
from bot.filters import Joined, Magic, Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.crypto import Vault
from core.program import Program
from core.texts import Catalogue, Texts
from core.wording import day
from db.engine import Database
from membership import identities, support_chats
from membership.identities import Verdict
from membership.members import Viewer

router = Router(name="identities")


class Answer(CallbackData, prefix="claim"):
    """The holder's word on a claim; who answers is looked up, not believed."""

    claim: int
    same: bool


class Decide(CallbackData, prefix="claims"):
    claim: int
    verdict: Verdict


class NotNow(Filter):
    """Lets the reply keyboard's second button through, in any language."""

    async def __call__(self, message: Message, catalogue: Catalogue) -> bool:
        return message.text in {one("identities-share-not-now") for one in catalogue.values()}


@router.message(Magic(F.contact), Private(), Joined())
async def shared(
    message: Message,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
    support: int | None = None,
) -> TelegramMethod[Any]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    number = own_number(message)
    if number is None:
        return ask_contact(message.chat.id, texts, texts("identities-not-yours"))
    desk = await db.read(support_chats.chat_of, support=support) if support is not None else None
    done = await db.write(
        identities.share_phone,
        member_id=viewer.member_id,
        number=number,
        desk=desk,
        vault=vault,
        program=program,
        now=now,
    )
    lines = [_outcome(done, texts)]
    if done.points:
        lines.append(texts("identities-paid", points=done.points))
    return message.answer("\n".join(lines), reply_markup=ReplyKeyboardRemove())


@router.message(Magic(F.contact), Private())
async def shared_by_stranger(message: Message, texts: Texts) -> TelegramMethod[Any]:
    return message.answer(texts("identities-join-first"), reply_markup=ReplyKeyboardRemove())


@router.message(NotNow(), Private())
async def not_now(message: Message, texts: Texts) -> TelegramMethod[Any]:
    return message.answer(texts("identities-share-later"), reply_markup=ReplyKeyboardRemove())


@router.callback_query(Answer.filter(), Joined(), Private())
async def answered(
    callback: CallbackQuery,
    callback_data: Answer,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
    support: int | None = None,
) -> tuple[TelegramMethod[Any], ...]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    desk = await db.read(support_chats.chat_of, support=support) if support is not None else None
    await db.write(
        identities.answer,
        claim_id=callback_data.claim,
        member_id=viewer.member_id,
        same=callback_data.same,
        desk=desk,
        program=program,
        now=now,
    )
    key = "identities-answered-same" if callback_data.same else "identities-answered-other"
    return callback.answer(), replace(callback, texts(key))


@router.message(Command("claims"), Operator(), Private())
async def claims(
    message: Message, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    told, buttons = await _queue(db, program, texts, now)
    return message.answer(told, reply_markup=buttons)


@router.callback_query(Decide.filter(), Operator(), Private())
async def decide(
    callback: CallbackQuery,
    callback_data: Decide,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    await db.write(
        identities.decide,
        claim_id=callback_data.claim,
        verdict=callback_data.verdict,
        actor=f"telegram:{callback.from_user.id}",
        program=program,
        now=now,
    )
    told, buttons = await _queue(db, program, texts, now)
    return callback.answer(texts("identities-decided")), replace(callback, told, buttons)


async def _queue(
    db: Database, program: Program, texts: Texts, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    waiting = await db.read(identities.waiting, now=now)
    if not waiting:
        return texts("identities-claims-none"), None
    lines, buttons = [texts("identities-claims")], []
    for one in waiting:
        lines.append(
            texts(
                "identities-claim-denied" if one.denied else "identities-claim-late",
                claimant=one.claimant,
                holder=one.holder,
                day=day(one.opened_at, program=program, language=texts.language),
            )
        )
        verdicts: tuple[Verdict, ...] = ("merge", "move", "refuse")
        buttons += [
            button(
                texts(f"identities-claim-{verdict}", claimant=one.claimant),
                Decide(claim=one.claim_id, verdict=verdict),
            )
            for verdict in verdicts
        ]
    return "\n".join(lines), keyboard(buttons, width=1)


def _outcome(done: identities.Shared, texts: Texts) -> str:
    if done.kind == "joined" and done.merged is not None:
        return texts("identities-joined", points=done.merged.balance)
    if done.kind in {"asked", "review"}:
        return texts("identities-wait-holder" if done.kind == "asked" else "identities-wait-desk")
    return texts("identities-linked" if done.kind == "linked" else "identities-known")
