"""The bot object: one pooled HTTP session to Telegram or to whatever speaks its protocol."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.utils.token import TokenValidationError, validate_token

from core.errors import BadSettings


def connect(token: str, *, api_url: str | None = None) -> Bot:
    """Return a bot for `token`; raises BadSettings when it can't be one. No request is made."""
    try:
        validate_token(token)
    except TokenValidationError:
        raise BadSettings("TELEGRAM_TOKEN: expected a token of @BotFather such as 123456789:AAE…") from None
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url)) if api_url else AiohttpSession()
    return Bot(token, session=session)
