"""The command menus, per audience and language, sent to Telegram only when they have changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
)

from core.texts import LANGUAGES, Catalogue

log = structlog.get_logger(__name__)

MEMBER = (
    "points",
    "code",
    "coupons",
    "rewards",
    "sale",
    "tier",
    "benefits",
    "foryou",
    "checkin",
    "streak",
    "rank",
    "orders",
    "why",
    "profile",
    "card",
    "invite",
    "settings",
    "forget",
    "help",
)
GROUP = ("checkin", "rank", "sale", "setup", "help")
OPERATOR = (
    *MEMBER,
    "campaign",
    "campaigns",
    "feedback",
    "gaps",
    "articles",
    "write",
    "proofs",
    "adjust",
    "tierdryrun",
    "claimrates",
    "referrals",
    "claims",
    "merge",
    "usage",
    "staff",
    "counter",
    "tickets",
    "desk",
)
# Telegram knows languages by two letters; Traditional Chinese readers get the default, which is Simplified.
_CODES = {"zh-Hans": None, "en": "en"}


@dataclass(frozen=True, slots=True)
class _Menu:
    scope: BotCommandScopeUnion
    commands: Sequence[str]


async def set_commands(bot: Bot, catalogue: Catalogue, *, operators: Sequence[int]) -> int:
    """Bring the menus up to date and return how many had to be sent."""
    menus = [
        _Menu(BotCommandScopeAllPrivateChats(), MEMBER),
        _Menu(BotCommandScopeAllGroupChats(), GROUP),
        *(_Menu(BotCommandScopeChat(chat_id=operator), OPERATOR) for operator in operators),
    ]
    sent = 0
    for menu in menus:
        for language in LANGUAGES:
            if language in _CODES:
                sent += await _set(bot, menu, catalogue, language, _CODES[language])
    return sent


async def _set(bot: Bot, menu: _Menu, catalogue: Catalogue, language: str, code: str | None) -> bool:
    texts = catalogue[language]
    wanted = [BotCommand(command=name, description=texts(f"commands-{name}")) for name in menu.commands]
    try:
        shown = await bot.get_my_commands(scope=menu.scope, language_code=code)
        # Word by word: two models of aiogram are equal only if they also hang on the same bot.
        if [(one.command, one.description) for one in shown] == [
            (one.command, one.description) for one in wanted
        ]:
            return False
        await bot.set_my_commands(wanted, scope=menu.scope, language_code=code)
    except TelegramAPIError as error:
        # An operator who never wrote to the bot has no chat yet; menus are a comfort, not a condition.
        log.info("menu not set", error=str(error))
        return False
    return True
