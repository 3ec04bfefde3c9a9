"""Inline keyboards in one line: buttons laid out in rows of a width."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup


def button(text: str, data: CallbackData | str) -> InlineKeyboardButton:
    """Return a button that sends `data` (64 bytes at most, which packing checks)."""
    return InlineKeyboardButton(text=text, callback_data=data if isinstance(data, str) else data.pack())


def shortened(text: str, *, width: int = 56) -> str:
    """Cut a title to what a button shows; a Chinese character is as wide as two Latin ones."""
    taken = 0
    for place, character in enumerate(text):
        taken += 1 if character.isascii() else 2
        if taken > width:
            return f"{text[: place - 1]}…"
    return text


def keyboard(buttons: Iterable[InlineKeyboardButton], *, width: int = 2) -> InlineKeyboardMarkup:
    """Lay `buttons` out in rows of `width`."""
    waiting = iter(buttons)
    rows = []
    while row := list(islice(waiting, width)):
        rows.append(row)
    return InlineKeyboardMarkup(inline_keyboard=rows)
