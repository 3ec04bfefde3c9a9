"""Filters that cost nothing: async, so that no update waits for a thread."""

from __future__ import annotations

from typing import Any

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Chat, InaccessibleMessage, Message, TelegramObject
from magic_filter import MagicFilter

from db.engine import Database
from membership import staff
from membership.members import Viewer

# Telegram's own stand-ins: anonymous admin, channel as sender, service account. They are nobody's membership.
STAND_INS = frozenset({1087968824, 136817688, 777000})


class Magic(Filter):
    """An `F.…` expression that is resolved on the event loop instead of in aiogram's thread pool."""

    def __init__(self, magic: MagicFilter) -> None:
        self._magic = magic

    async def __call__(self, event: TelegramObject) -> Any:
        return bool(self._magic.resolve(event))


class Joined(Filter):
    """Lets members through."""

    async def __call__(self, _event: TelegramObject, viewer: Viewer) -> bool:
        return viewer.joined


class Role(Filter):
    """Lets staff with one of `roles` through; the roster is read only where this filter stands."""

    def __init__(self, *roles: staff.Role) -> None:
        self._roles = frozenset(roles)

    async def __call__(self, _event: TelegramObject, viewer: Viewer, db: Database) -> bool:
        if viewer.operator and "owner" in self._roles:
            return True
        held = await db.read(staff.roles_of, telegram_id=viewer.telegram_id, operators=())
        return bool(held & self._roles)


class Operator(Role):
    """Lets through who prepares what members see: operators of the roster, and whoever stands above them."""

    def __init__(self) -> None:
        super().__init__("owner", "manager", "operator")


class Private(Filter):
    """Lets through what happens in a private chat."""

    async def __call__(self, event: TelegramObject) -> bool:
        chat = chat_of(event)
        return chat is not None and chat.type == "private"


class InGroup(Filter):
    """Lets through what happens in a group or supergroup."""

    async def __call__(self, event: TelegramObject) -> bool:
        chat = chat_of(event)
        return chat is not None and chat.type in {"group", "supergroup"}


class Person(Filter):
    """Lets through what a person wrote: no bot, channel, anonymous admin or service account, and no forward."""

    async def __call__(self, message: Message) -> bool:
        sender = message.from_user
        return (
            sender is not None
            and not sender.is_bot
            and sender.id not in STAND_INS
            and message.sender_chat is None
            and message.forward_origin is None
        )


def chat_of(event: TelegramObject) -> Chat | None:
    """Return the chat of a message or of the message that a button hangs on."""
    if isinstance(event, Message):
        return event.chat
    if isinstance(event, CallbackQuery) and isinstance(event.message, Message | InaccessibleMessage):
        return event.message.chat
    return None
