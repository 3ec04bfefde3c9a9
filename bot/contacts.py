"""Asking for somebody's own phone number, which only Telegram can vouch for."""

from __future__ import annotations

from aiogram.methods import SendMessage
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup

from core.texts import Texts


def ask_contact(chat_id: int, texts: Texts, text: str) -> SendMessage:
    """Return a message with the button that sends the number of whoever taps it."""
    rows = [
        [KeyboardButton(text=texts("identities-share-button"), request_contact=True)],
        [KeyboardButton(text=texts("identities-share-not-now"))],
    ]
    markup = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    return SendMessage(chat_id=chat_id, text=text, reply_markup=markup)


def own_number(message: Message) -> str | None:
    """Return the number of a shared contact when it is the sender's own; None for anybody else's.

    Telegram fills in `user_id` from the number itself, so a made-up card of one's own does not carry it. A
    forwarded card is nobody's word.
    """
    contact, sender = message.contact, message.from_user
    if contact is None or sender is None or sender.is_bot or message.forward_origin is not None:
        return None
    return contact.phone_number if contact.user_id == sender.id else None
