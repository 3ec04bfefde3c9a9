"""The task of the day: answers by button, proofs by reply, and the operators' review of proofs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import CopyMessage, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message, ReactionTypeEmoji

from bot.filters import InGroup, Joined, Magic, Operator, Person, Private
from bot.group_posts import LOOK, TaskButton, shown_name
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, Catalogue, Texts
from db.engine import Database
from membership import challenges, proofs, support_chats
from membership.members import Viewer

router = Router(name="challenges")

RECEIVED, KNOWN = "👀", "👌"


class Verdict(CallbackData, prefix="proof"):
    """An operator's word on a proof."""

    attempt: int
    yes: bool


@router.callback_query(TaskButton.filter(), InGroup(), Joined())
async def try_task(
    callback: CallbackQuery,
    callback_data: TaskButton,
    db: Database,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    now: datetime,
) -> TelegramMethod[Any]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    assert callback.message is not None  # noqa: S101 - InGroup()
    texts = catalogue[viewer.language]
    if callback_data.choice == LOOK:
        done = await db.write(
            challenges.claim_order,
            post_id=callback_data.post,
            member_id=viewer.member_id,
            program=program,
            now=now,
        )
        key = "challenges-bought" if done.new else "challenges-bought-already"
        return callback.answer(texts(key, points=done.points), show_alert=True)
    answer = await db.write(
        challenges.answer,
        post_id=callback_data.post,
        member_id=viewer.member_id,
        message_id=callback.message.message_id,
        choice=callback_data.choice,
        program=program,
        now=now,
    )
    return callback.answer(_verdict(answer, program, texts)[:200], show_alert=True)


@router.callback_query(TaskButton.filter(), InGroup())
async def stranger_tries(callback: CallbackQuery, bot: Bot) -> TelegramMethod[Any]:
    """Somebody who has not joined is led into the private chat, where joining takes one tap."""
    me = await bot.me()
    return callback.answer(url=f"https://t.me/{me.username}?start=task")


@router.message(InGroup(), Person(), Joined(), Magic(F.reply_to_message & (F.photo | F.text)))
async def hand_in(
    message: Message,
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    """Take a reply under a proof task's post as the proof; all other replies are other handlers' business."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != bot.id:
        raise SkipHandler
    try:
        handed = await db.write(
            proofs.hand_in,
            chat_id=message.chat.id,
            post_message_id=answered.message_id,
            member_id=viewer.member_id,
            message_id=message.message_id,
            media="photo" if message.photo else "text",
            program=program,
            now=now,
        )
    except challenges.TaskTried:
        # An album's second photo, or talk under the post: no reason to tell the whole group anything.
        return (message.react([ReactionTypeEmoji(emoji=KNOWN)]),)
    except challenges.TaskOver:
        if message.photo:
            raise
        raise SkipHandler from None
    if handed is None:
        raise SkipHandler
    seen = message.react([ReactionTypeEmoji(emoji=RECEIVED)])
    if support is None:
        return (seen,)
    desk = await db.read(support_chats.chat_of, support=support)
    name = message.from_user.full_name if message.from_user else None
    texts = catalogue[DEFAULT_LANGUAGE]
    return (
        seen,
        CopyMessage(chat_id=desk, from_chat_id=message.chat.id, message_id=message.message_id),
        _review(desk, handed.attempt_id, handed.challenge, name, program, texts),
    )


@router.message(Command("proofs"), Private(), Operator())
async def list_proofs(
    message: Message, db: Database, program: Program, texts: Texts
) -> tuple[TelegramMethod[Any], ...] | TelegramMethod[Any]:
    """Show the proofs that have waited longest, each with its verdict's buttons."""
    waiting = await db.read(proofs.waiting)
    if not waiting:
        return message.answer(texts("challenges-proof-none"))
    shown: list[TelegramMethod[Any]] = []
    for proof in waiting:
        if proof.message_id is not None:
            shown.append(
                CopyMessage(chat_id=message.chat.id, from_chat_id=proof.chat_id, message_id=proof.message_id),
            )
        shown.append(_review(message.chat.id, proof.attempt_id, proof.challenge, proof.name, program, texts))
    return tuple(shown)


@router.callback_query(Verdict.filter())
async def decide(
    callback: CallbackQuery,
    callback_data: Verdict,
    db: Database,
    support: int | None,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    here = callback.message.chat.id if callback.message else 0
    may = await Operator()(callback, viewer=viewer, db=db)
    if not may and not await db.read(support_chats.is_desk, support=support, chat_id=here):
        return (callback.answer(texts("errors-not-yours"), show_alert=True),)
    decision = await db.write(
        proofs.decide,
        attempt_id=callback_data.attempt,
        approve=callback_data.yes,
        operator_id=viewer.telegram_id,
        program=program,
        now=now,
    )
    key = "challenges-proof-approved-by-you" if decision.approved else "challenges-proof-rejected-by-you"
    told = texts(key, points=decision.points)
    return callback.answer(told), replace(callback, told)


def _verdict(answer: challenges.Answer, program: Program, texts: Texts) -> str:
    if not answer.right or answer.done is None:
        return texts("challenges-wrong")
    if not answer.done.new:
        return texts("challenges-right-already")
    explanation = program.challenges[answer.challenge].explanation
    return texts(
        "challenges-right",
        points=answer.done.points,
        explanation=explanation.in_(texts.language) if explanation else "",
    ).strip()


def _review(
    chat_id: int, attempt_id: int, challenge: str, name: str | None, program: Program, texts: Texts
) -> SendMessage:
    task = program.challenges.get(challenge)
    title = task.title.in_(texts.language) if task else challenge
    words = (("challenges-proof-approve", True), ("challenges-proof-reject", False))
    return SendMessage(
        chat_id=chat_id,
        text=texts("challenges-proof-review", title=title, name=shown_name(name, texts)),
        reply_markup=keyboard(button(texts(key), Verdict(attempt=attempt_id, yes=yes)) for key, yes in words),
    )
