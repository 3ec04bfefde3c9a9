"""The roster: who works here and as what; owners and managers give and take roles by buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, MessageOriginUser

from bot.filters import Magic, Private, Role
from bot.keyboards import button, keyboard
from bot.replies import privately, replace
from core.texts import Texts
from db.engine import Database
from membership import staff
from membership.members import Viewer

router = Router(name="staff")

SHOWN = 40


class Person(CallbackData, prefix="staff"):
    """Open one person's roles."""

    id: int


class Right(CallbackData, prefix="right"):
    """Give somebody a role or take it away."""

    id: int
    role: str
    on: bool


@router.message(Command("staff"), Role("owner", "manager"))
async def show_staff(
    message: Message,
    command: CommandObject,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    operators: tuple[int, ...],
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Show the roster; with an id, or as a reply to somebody's message or contact, that person's roles."""
    words = (command.args or "").split(maxsplit=2)
    telegram_id, name = _meant(message, bot)
    if words and telegram_id is None:
        telegram_id = _number(words.pop(0))
        if telegram_id is None:
            return await privately(message, bot, texts, texts("staff-how-to"))
    if telegram_id is None:
        people = await db.read(staff.roster, operators=operators)
        return await privately(message, bot, texts, _roster(people, texts), _people(people, texts))
    if not words:
        return await _ask(message, bot, db, viewer, operators, texts, telegram_id=telegram_id, name=name)
    changed = await db.write(
        staff.grant,
        by=viewer.telegram_id,
        telegram_id=telegram_id,
        role=words[0].lower(),
        name=name,
        store=words[1].strip() if len(words) > 1 else None,
        operators=operators,
        now=now,
    )
    rights = await _rights(db, viewer, operators, changed.colleague, texts)
    return await privately(message, bot, texts, _card(changed.colleague, texts), rights)


@router.message(Private(), Magic(F.contact.user_id != F.from_user.id), Role("owner", "manager"))
async def show_contact(
    message: Message, bot: Bot, db: Database, viewer: Viewer, operators: tuple[int, ...], texts: Texts
) -> TelegramMethod[Any]:
    """Offer roles to whoever's contact was sent; a contact without an account of Telegram can hold none."""
    telegram_id, name = _meant(message, bot)
    if telegram_id is None:
        return message.answer(texts("staff-no-account"))
    return await _ask(message, bot, db, viewer, operators, texts, telegram_id=telegram_id, name=name)


@router.callback_query(Person.filter(), Private(), Role("owner", "manager"))
async def show_person(
    callback: CallbackQuery,
    callback_data: Person,
    db: Database,
    viewer: Viewer,
    operators: tuple[int, ...],
    texts: Texts,
) -> tuple[TelegramMethod[Any], ...]:
    if not callback_data.id:
        people = await db.read(staff.roster, operators=operators)
        return callback.answer(), replace(callback, _roster(people, texts), _people(people, texts))
    one = await db.read(staff.colleague, telegram_id=callback_data.id, operators=operators)
    rights = await _rights(db, viewer, operators, one, texts)
    return callback.answer(), replace(callback, _card(one, texts), rights)


@router.callback_query(Right.filter(), Private(), Role("owner", "manager"))
async def change(
    callback: CallbackQuery,
    callback_data: Right,
    db: Database,
    viewer: Viewer,
    operators: tuple[int, ...],
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    who: dict[str, Any] = {
        "by": viewer.telegram_id,
        "telegram_id": callback_data.id,
        "role": callback_data.role,
        "operators": operators,
        "now": now,
    }
    if callback_data.on:
        changed = await db.write(staff.grant, **who, name=None, store=None)
    else:
        changed = await db.write(staff.revoke, **who)
    rights = await _rights(db, viewer, operators, changed.colleague, texts)
    return callback.answer(texts("staff-done")), replace(callback, _card(changed.colleague, texts), rights)


async def _ask(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    operators: tuple[int, ...],
    texts: Texts,
    *,
    telegram_id: int,
    name: str | None,
) -> TelegramMethod[Any]:
    one = await db.read(staff.colleague, telegram_id=telegram_id, operators=operators)
    told = _card(one, texts, name)
    return await privately(message, bot, texts, told, await _rights(db, viewer, operators, one, texts))


async def _rights(
    db: Database, viewer: Viewer, operators: tuple[int, ...], one: staff.Colleague, texts: Texts
) -> InlineKeyboardMarkup:
    """Return a switch for each role that the viewer may give this person; none for oneself."""
    mine = await db.read(staff.roles_of, telegram_id=viewer.telegram_id, operators=operators)
    given = staff.may_give(mine) if one.telegram_id != viewer.telegram_id else frozenset()
    switches = [
        button(
            f"{'✅' if role in one.roles else '⬜'} {texts('staff-role', role=role)}",
            Right(id=one.telegram_id, role=role, on=role not in one.roles),
        )
        for role in staff.ROLES
        if role in given and not (role == "owner" and one.fixed)
    ]
    return keyboard([*switches, button(texts("staff-all"), Person(id=0))])


def _roster(people: tuple[staff.Colleague, ...], texts: Texts) -> str:
    lines = [texts("staff-list", count=len(people))]
    lines += [_line(one, texts) for one in people[:SHOWN]]
    return "\n".join([*lines, "", texts("staff-how-to")])


def _people(people: tuple[staff.Colleague, ...], texts: Texts) -> InlineKeyboardMarkup:
    return keyboard(
        button(f"{one.name or one.telegram_id} · {_roles(one, texts)}"[:60], Person(id=one.telegram_id))
        for one in people[:SHOWN]
    )


def _line(one: staff.Colleague, texts: Texts) -> str:
    return texts(
        "staff-line",
        name=one.name or "",
        id=str(one.telegram_id),
        roles=_roles(one, texts),
        store=one.store or "",
    ).replace("  ", " ")


def _card(one: staff.Colleague, texts: Texts, name: str | None = None) -> str:
    return texts(
        "staff-card",
        name=one.name or name or "–",
        id=str(one.telegram_id),
        roles=_roles(one, texts),
        store=one.store or "–",
    )


def _roles(one: staff.Colleague, texts: Texts) -> str:
    return "、".join(texts("staff-role", role=role) for role in one.roles) or "–"


def _meant(message: Message, bot: Bot) -> tuple[int | None, str | None]:
    """Return (id, name) of whom a message points at: a contact, a forward, or the one it replies to."""
    pointed = message.reply_to_message or message
    if pointed.contact is not None:
        return pointed.contact.user_id, pointed.contact.first_name
    if isinstance(pointed.forward_origin, MessageOriginUser):
        return pointed.forward_origin.sender_user.id, pointed.forward_origin.sender_user.full_name
    sender = pointed.from_user
    if pointed is not message and sender is not None and not sender.is_bot and sender.id != bot.id:
        return sender.id, sender.full_name
    return None, None


def _number(text: str) -> int | None:
    """Return a Telegram id; text that is none leads nowhere."""
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:20]) < 2**52 else None
