"""The guided dialogue of a campaign: how it is called, what it says, a photo, a link, more languages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.campaign_cards import CampaignButton, card
from bot.campaign_dialogue import (
    WORDS,
    Changing,
    Drafting,
    Methods,
    PickLanguage,
    Skip,
    sender_of,
    show_whole,
)
from bot.filters import Magic, Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.errors import Invalid
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Catalogue, Texts
from db.engine import Database
from membership import campaigns, letters
from membership.campaigns import Card
from membership.letters import Content, Link, Written

router = Router(name="letters")

NOTHING = "-"


class NotAPhoto(Invalid):
    key = "campaigns-photo-wrong"


@router.message(Command("cancel"), StateFilter(Drafting, Changing), Operator(), Private())
async def stop(message: Message, state: FSMContext, texts: Texts) -> TelegramMethod[Any]:
    await state.clear()
    return message.answer(texts("campaigns-stopped"))


@router.message(StateFilter(Drafting.name), Operator(), Private(), WORDS)
async def named(message: Message, state: FSMContext, texts: Texts) -> TelegramMethod[Any]:
    name = (message.text or "").strip()
    if not 0 < len(name) <= campaigns.NAME_LIMIT:
        raise campaigns.NameWrong(limit=campaigns.NAME_LIMIT)
    await state.update_data(name=name)
    await state.set_state(Drafting.text)
    return message.answer(texts("campaigns-ask-text"))


@router.message(StateFilter(Drafting.text), Operator(), Private(), WORDS)
async def written(
    message: Message, state: FSMContext, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """From here on the draft is a row: a restart of the bot loses nothing of it."""
    data = await state.get_data()
    drafted = await db.write(
        campaigns.draft,
        name=data["name"],
        segment=data["segment"],
        content=Content({DEFAULT_LANGUAGE: _written(message)}),
        by=sender_of(message),
        language=texts.language,
        program=program,
        now=now,
    )
    await state.set_state(Drafting.photo)
    await state.set_data({"campaign": drafted.id})
    return message.answer(texts("campaigns-ask-photo"), reply_markup=_skip(texts))


@router.callback_query(Skip.filter(), StateFilter(Drafting.photo), Operator(), Private())
async def no_photo(callback: CallbackQuery, state: FSMContext, texts: Texts) -> Methods:
    await state.set_state(Drafting.link)
    return callback.answer(), replace(callback, texts("campaigns-ask-link"), _skip(texts))


@router.callback_query(Skip.filter(), StateFilter(Drafting.link), Operator(), Private())
async def no_link(
    callback: CallbackQuery,
    state: FSMContext,
    db: Database,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    drafted = await db.read(campaigns.card, campaign_id=(await state.get_data())["campaign"])
    await state.clear()
    shown = await show_whole(callback.from_user.id, drafted, db, program, catalogue, texts, now)
    return callback.answer(), *shown


@router.callback_query(Skip.filter(), Operator(), Private())
async def skipped_too_late(callback: CallbackQuery, texts: Texts) -> Methods:
    return (callback.answer(texts("campaigns-stale"), show_alert=True),)


@router.callback_query(
    CampaignButton.filter(F.do.in_({"text", "photo", "link", "time"})), Operator(), Private()
)
async def ask_change(
    callback: CallbackQuery, callback_data: CampaignButton, state: FSMContext, texts: Texts
) -> Methods:
    wanted = {
        "text": Changing.text,
        "photo": Changing.photo,
        "link": Changing.link,
        "time": Changing.time,
    }[callback_data.do]
    await state.set_state(wanted)
    await state.set_data({"campaign": callback_data.id, "language": DEFAULT_LANGUAGE})
    asked = texts(f"campaigns-change-{callback_data.do}")
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=asked)


@router.callback_query(CampaignButton.filter(F.do == "languages"), Operator(), Private())
async def ask_language(
    callback: CallbackQuery, callback_data: CampaignButton, catalogue: Catalogue, texts: Texts
) -> Methods:
    buttons = [
        button(catalogue[one]("members-language-name"), PickLanguage(language=one, id=callback_data.id))
        for one in LANGUAGES
        if one != DEFAULT_LANGUAGE
    ]
    asked = SendMessage(
        chat_id=callback.from_user.id, text=texts("campaigns-pick-language"), reply_markup=keyboard(buttons)
    )
    return callback.answer(), asked


@router.callback_query(PickLanguage.filter(), Operator(), Private())
async def picked_language(
    callback: CallbackQuery, callback_data: PickLanguage, state: FSMContext, texts: Texts
) -> Methods:
    await state.set_state(Changing.text)
    await state.set_data({"campaign": callback_data.id, "language": callback_data.language})
    return callback.answer(), replace(callback, texts("campaigns-change-other-text"))


@router.callback_query(CampaignButton.filter(F.do == "count"), Operator(), Private())
async def toggle_counting(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    held = await db.read(campaigns.card, campaign_id=callback_data.id)
    link = held.content.link
    changed = held
    if link is not None:
        change = {"link": Link(link.label, link.url, counted=not link.counted)}
        by = callback.from_user.id
        changed = await db.write(
            campaigns.edit, campaign_id=held.id, change=change, by=by, program=program, now=now
        )
    expected = await db.read(campaigns.outlook, campaign_id=held.id, program=program, now=now)
    return callback.answer(), replace(callback, *card(changed, expected, texts=texts, program=program))


@router.message(StateFilter(Drafting.photo), Operator(), Private(), Magic(F.photo))
async def photographed(
    message: Message, state: FSMContext, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    campaign_id = (await state.get_data())["campaign"]
    await db.write(
        campaigns.edit,
        campaign_id=campaign_id,
        change={"photo": _photo(message)},
        by=sender_of(message),
        program=program,
        now=now,
    )
    await state.set_state(Drafting.link)
    return message.answer(texts("campaigns-ask-link"), reply_markup=_skip(texts))


@router.message(
    StateFilter(Drafting.link, Changing.text, Changing.photo, Changing.link), Operator(), Private(), WORDS
)
@router.message(StateFilter(Changing.photo), Operator(), Private(), Magic(F.photo))
async def changed(
    message: Message,
    state: FSMContext,
    db: Database,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Take one part of the content in, and show the whole again as it is now."""
    data = await state.get_data()
    held = await db.read(campaigns.card, campaign_id=data["campaign"])
    asked = await state.get_state()
    if asked == Changing.text.state:
        change: dict[str, Any] = {"texts": _with_text(held, data["language"], message)}
    elif asked == Changing.photo.state:
        change = {"photo": _photo(message)}
    else:
        change = {
            "link": _link(message.text or "", counted=bool(held.content.link and held.content.link.counted))
        }
    edited = await db.write(
        campaigns.edit, campaign_id=held.id, change=change, by=sender_of(message), program=program, now=now
    )
    await state.clear()
    return await show_whole(message.chat.id, edited, db, program, catalogue, texts, now)


@router.message(
    StateFilter(Drafting.photo, Changing.photo), Operator(), Private(), ~Magic(F.text.startswith("/"))
)
async def not_a_photo(_message: Message) -> None:
    raise NotAPhoto


def _written(message: Message) -> Written:
    entities = [entity.model_dump(exclude_none=True) for entity in message.entities or ()]
    return Written(message.text or "", letters.formatted(entities))


def _with_text(held: Card, language: str, message: Message) -> dict[str, Written]:
    kept = {one: text for one, text in held.content.texts.items() if one != language}
    removed = (message.text or "").strip() == NOTHING and language != DEFAULT_LANGUAGE
    return kept if removed else {**kept, language: _written(message)}


def _photo(message: Message) -> str | None:
    if message.photo:
        return message.photo[-1].file_id
    if (message.text or "").strip() == NOTHING:
        return None
    raise NotAPhoto


def _link(text: str, *, counted: bool) -> Link | None:
    """Read `label https://…`; a dash means no link."""
    if text.strip() == NOTHING:
        return None
    label, _, url = text.strip().rpartition(" ")
    if not label:
        label, _, url = text.strip().rpartition("\n")
    return Link(label.strip(" |｜\n"), url.strip(), counted)


def _skip(texts: Texts) -> Any:
    return keyboard([button(texts("campaigns-skip"), Skip())])
