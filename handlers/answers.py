"""Questions in people's own words: asked in private, or in a group when the bot is addressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    MessageGenerationStopped,
)

from bot.callbacks import FOR_PERSON, ChooseTopic, HandOff, Rate, ShowReward
from bot.drafts import drafting, holding
from bot.filters import InGroup, Magic, Person, Private
from bot.keyboards import button, keyboard, shortened
from bot.manners import Manners
from bot.measures import ANSWERS, MODEL_TOKENS
from bot.replies import Reply, privately, replace, send, start_link
from bot.turns import Later, Turn, Turns
from core.errors import Refusal
from core.program import Program
from core.texts import Catalogue, Texts
from core.wording import worded
from db.engine import Database
from knowledge.asking import Answer, Asker, Proposal, Talk
from knowledge.assistant import Assistant
from knowledge.languages import spoken
from knowledge.turn import Watch
from membership import answers
from membership.members import Viewer

router = Router(name="answers")

# A message of Telegram holds 4,096 UTF-16 units; an answer longer than this is an article, not an answer.
LONGEST = 3_800


@dataclass(frozen=True, slots=True)
class _Scene:
    """What answering needs besides the message."""

    bot: Bot
    assistant: Assistant
    db: Database
    viewer: Viewer
    program: Program
    texts: Texts
    now: datetime


class Choose(CallbackData, prefix="choose"):
    """The article meant, by its place among those that were offered."""

    answer: int
    place: int


@router.callback_query(Magic(F.data == "ask"), Private())
async def how_to_ask(callback: CallbackQuery, texts: Texts) -> tuple[TelegramMethod[Any], ...]:
    assert callback.message is not None  # noqa: S101 - Private()
    return callback.answer(), callback.message.answer(texts("answers-how-to"))


@router.message(Command("ask"), Person())
async def ask(
    message: Message,
    command: CommandObject,
    bot: Bot,
    assistant: Assistant,
    manners: Manners,
    turns: Turns,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply | Later:
    manner = manners.may_ask(viewer.telegram_id, message.date)
    if manner != "yes":
        # In a group a reminder would be one more message in everybody's way.
        told = manner == "notice" and message.chat.type == "private"
        return message.answer(texts("answers-slow-down")) if told else None
    if not command.args:
        return message.reply(texts("answers-how-to"))
    scene = _Scene(bot, assistant, db, viewer, program, texts, now)
    return await _reply(message, command.args, scene, turns)


@router.message(Private(), Magic(F.text | F.caption), Magic(~F.text.startswith("/")))
async def asked_in_private(
    message: Message,
    bot: Bot,
    assistant: Assistant,
    manners: Manners,
    turns: Turns,
    db: Database,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Reply | Later:
    """Answer a text, or what is written below a picture or file."""
    question = message.text or message.caption or ""
    texts = catalogue[spoken(question, texts.language)]
    match manners.may_ask(viewer.telegram_id, message.date):
        case "notice":
            return message.answer(texts("answers-slow-down"))
        case "no":
            return None
        case _:
            scene = _Scene(bot, assistant, db, viewer, program, texts, now)
            return await _reply(message, question, scene, turns)


@router.message(Private(), Magic(~F.text))
async def not_text(
    message: Message, manners: Manners, db: Database, viewer: Viewer, texts: Texts, now: datetime
) -> TelegramMethod[Any] | None:
    """Say what can be read, with the way to a person; once for an album of many pictures."""
    if (
        not manners.is_first_of_album(message.media_group_id)
        or manners.may_ask(viewer.telegram_id, message.date) != "yes"
    ):
        return None
    told = Answer("clarify", texts("answers-not-text"), "courtesy", handoff=True)
    answer_id = await _record(db, viewer, texts("answers-not-text-question"), told, texts, now)
    person = button(texts("answers-to-person"), HandOff(answer=answer_id))
    return message.answer(told.text, reply_markup=keyboard([person], width=1))


@router.message(InGroup(), Person(), Magic(F.text | F.caption), Magic(~F.text.startswith("/")))
async def asked_in_group(
    message: Message,
    bot: Bot,
    assistant: Assistant,
    manners: Manners,
    turns: Turns,
    db: Database,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Reply | Later:
    """Answer when the bot is mentioned or replied to, in the asker's language; be quiet otherwise."""
    question = await _addressed(message, bot)
    if question is None:
        raise SkipHandler
    if manners.may_ask(viewer.telegram_id, message.date) != "yes":
        return None
    texts = catalogue[spoken(question, texts.language)]
    scene = _Scene(bot, assistant, db, viewer, program, texts, now)
    return await _reply(message, question, scene, turns)


@router.stopped_message_generation()
async def stop(event: MessageGenerationStopped, turns: Turns) -> None:
    turns.stop(event.chat.id, event.draft_id)


@router.callback_query(Choose.filter())
async def choose(
    callback: CallbackQuery,
    callback_data: Choose,
    bot: Bot,
    assistant: Assistant,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    picked = await db.write(
        answers.choose,
        answer_id=callback_data.answer,
        telegram_id=viewer.telegram_id,
        place=callback_data.place,
    )
    private = callback.message is not None and callback.message.chat.type == "private"
    answer = await assistant.choose(
        picked.article, asker=_asker(viewer, texts, callback.from_user.id, private=private), now=now
    )
    answer_id = await _record(db, viewer, picked.question, answer, texts, now)
    if private or not answer.handoff:
        buttons = _buttons(answer, answer_id, texts, program)
    else:
        buttons = await _person_from_group(bot, texts, answer_id)
    return callback.answer(), replace(callback, answer.text[:LONGEST], buttons)


async def _reply(message: Message, question: str, scene: _Scene, turns: Turns) -> Reply | Later:
    """Answer at once, or, where a model is asked, beside the line of the asker's updates."""
    if not scene.assistant.has_model:
        return await _answered(message, question, scene)
    work = _later(message, question, scene, turns)
    person = scene.viewer.telegram_id
    return turns.begin(
        message.chat.id, person, work, when_stopped=lambda turn: _kept(message, turn, scene.texts)
    )


def _later(
    message: Message, question: str, scene: _Scene, turns: Turns
) -> Callable[[Turn], Awaitable[Reply]]:
    async def work(turn: Turn) -> Reply:
        try:
            if message.chat.type == "private":
                async with drafting(scene.bot, message, turn) as draft:
                    return await _answered(message, question, scene, model=not turn.crowded, watch=draft.show)
            moment = scene.texts("answers-one-moment")
            async with holding(message, moment, allowed=lambda: turns.may_hint(message.chat.id)) as held:
                reply = await _answered(message, question, scene, model=not turn.crowded)
            return held.become(reply)
        except Refusal as refusal:
            values = worded(refusal.values, program=scene.program, language=scene.texts.language)
            return message.reply(scene.texts(refusal.key, **values))
        except Exception:
            # The dispatcher's own handlers are out of reach here; the intake logs what is raised.
            await send(scene.bot, message.reply(scene.texts("errors-unexpected")))
            raise

    return work


def _kept(message: Message, turn: Turn, texts: Texts) -> Reply:
    """Keep what the asker has seen of an answer that they stopped: a draft goes by itself."""
    return message.answer(texts("answers-stopped", text=turn.shown)) if turn.shown else None


async def _answered(
    message: Message, question: str, scene: _Scene, *, model: bool = True, watch: Watch | None = None
) -> TelegramMethod[Any]:
    texts, viewer = scene.texts, scene.viewer
    private = message.chat.type == "private"
    asker = _asker(viewer, texts, message.chat.id, private=private)
    answer = await scene.assistant.answer(question, asker=asker, now=scene.now, model=model, watch=watch)
    if answer.private_only:
        # Asked in front of others: the same question once more, for the private chat only.
        own = _asker(viewer, texts, viewer.telegram_id, private=True)
        answer = await scene.assistant.answer(question, asker=own, now=scene.now, model=model)
        answer_id = await _record(scene.db, viewer, question, answer, texts, scene.now)
        buttons = _buttons(answer, answer_id, texts, scene.program)
        return await privately(message, scene.bot, texts, answer.text[:LONGEST], buttons)
    answer_id = await _record(scene.db, viewer, question, answer, texts, scene.now)
    if private:
        buttons = _buttons(answer, answer_id, texts, scene.program)
        return message.answer(answer.text[:LONGEST], reply_markup=buttons)
    buttons = _choices(answer, answer_id)
    if answer.handoff:
        label = "answers-none-of-these" if answer.choices else "errors-open"
        way = await _person_from_group(scene.bot, texts, answer_id, label=label)
        offered = buttons.inline_keyboard if buttons else []
        buttons = InlineKeyboardMarkup(inline_keyboard=[*offered, *way.inline_keyboard])
    return message.reply(answer.text[:LONGEST], reply_markup=buttons)


async def _person_from_group(
    bot: Bot, texts: Texts, answer_id: int, *, label: str = "errors-open"
) -> InlineKeyboardMarkup:
    """Return the way to a person: a ticket is a talk of two, so that it leads through the private chat."""
    return await start_link(bot, texts, f"{FOR_PERSON}_{answer_id}", label=label)


async def _record(
    db: Database, viewer: Viewer, question: str, answer: Answer, texts: Texts, now: datetime
) -> int:
    ANSWERS.labels(action=answer.action, mode=answer.mode).inc()
    for direction, tokens in zip(("in", "out"), answer.spent, strict=True):
        MODEL_TOKENS.labels(direction=direction).inc(tokens)
    return await db.write(
        answers.record,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        question=question,
        action=answer.action,
        mode=answer.mode,
        text=answer.text,
        sources=[source.id for source in answer.choices or answer.sources],
        prompt_version=answer.prompt_version,
        language=texts.language,
        score=max((source.score for source in answer.choices or answer.sources), default=None),
        now=now,
    )


def _asker(viewer: Viewer, texts: Texts, chat_id: int, *, private: bool) -> Asker:
    return Asker(viewer.member_id, texts.language, viewer.tier, private, Talk(chat_id, viewer.telegram_id))


def _buttons(answer: Answer, answer_id: int, texts: Texts, program: Program) -> InlineKeyboardMarkup | None:
    if answer.choices:
        offered = _choices(answer, answer_id)
        assert offered is not None  # noqa: S101 - there are choices
        person = button(texts("answers-none-of-these"), HandOff(answer=answer_id))
        return InlineKeyboardMarkup(inline_keyboard=[*offered.inline_keyboard, [person]])
    if answer.handoff:
        return keyboard([button(texts("answers-to-person"), HandOff(answer=answer_id))], width=1)
    if answer.action == "answer" and answer.mode != "courtesy":
        rates = [
            button("👍", Rate(answer=answer_id, up=True)),
            button("👎", Rate(answer=answer_id, up=False)),
        ]
        proposed = [[_proposed(one, texts, program)] for one in answer.proposals]
        return InlineKeyboardMarkup(inline_keyboard=[*proposed, rates])
    return None


def _proposed(proposal: Proposal, texts: Texts, program: Program) -> InlineKeyboardButton:
    """Return the button for what a model proposes: a card that asks again, or a topic that can be turned on again."""
    if proposal.kind == "redeem":
        title = program.rewards[proposal.what].title.in_(texts.language)
        return button(texts("answers-propose-redeem", title=title), ShowReward(reward=proposal.what))
    topic = program.topic_by_id[proposal.what].name.in_(texts.language)
    return button(
        texts("answers-propose-unsubscribe", topic=topic), ChooseTopic(topic=proposal.what, on=False)
    )


def _choices(answer: Answer, answer_id: int) -> InlineKeyboardMarkup | None:
    if not answer.choices:
        return None
    return keyboard(
        (
            button(shortened(one.title), Choose(answer=answer_id, place=place))
            for place, one in enumerate(answer.choices)
        ),
        width=1,
    )


async def _addressed(message: Message, bot: Bot) -> str | None:
    """Return the question if the bot is spoken to: its mention is left out of the text."""
    me = await bot.me()
    text = message.text or message.caption or ""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return text
    mention = f"@{me.username}"
    for entity in message.entities or message.caption_entities or []:
        if entity.type == "mention" and entity.extract_from(text).lower() == mention.lower():
            return text.replace(entity.extract_from(text), " ").strip()
    return None
