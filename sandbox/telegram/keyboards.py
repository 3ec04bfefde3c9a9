"""Keyboards as Telegram checks them: one action a button, 64 bytes of data, addresses that lead somewhere."""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox import schema
from sandbox.telegram.request import bad
from sandbox.things import Json

_ACTIONS: Final = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_URL: Final = re.compile(r"^(?:(https?|tg|ton)://)?[^\s/]+\S*$", re.IGNORECASE)
_MOST_BUTTONS: Final = 100
_STYLES: Final = frozenset({"danger", "success", "primary"})


def markup(given: Any, *, inline_only: bool = False) -> tuple[Json | None, Json | None]:
    """Return the inline keyboard and the other one (reply keyboard, its removal, force reply); one is None."""
    if given is None:
        return None, None
    if not isinstance(given, dict):
        raise bad("object expected as reply markup")
    if given.get("keyboard"):
        if inline_only:
            raise bad("inline keyboard expected")
        return None, _reply_keyboard(given)
    if given.get("inline_keyboard"):
        return inline(given), None
    other = given if given.get("remove_keyboard") is True or given.get("force_reply") is True else None
    if other and inline_only:
        raise bad("inline keyboard expected")
    return None, other


def inline(given: Json) -> Json | None:
    """Return an inline keyboard as the message will carry it; empty rows vanish."""
    rows = given["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    made = [[_button(each) for each in row] for row in rows if row]
    if sum(len(row) for row in made) > _MOST_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": made} if made else None


def _button(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad("can't parse inline keyboard button: expected an Object")
    text = given.get("text")
    if not isinstance(text, str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad("can't parse inline keyboard button: Text buttons must have non-empty text")
    actions = [name for name in _ACTIONS if given.get(name) is not None and given.get(name) is not False]
    if not actions:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _check_action(given, actions[0])
    made = {
        name: given[name] for name in schema.fields_of("InlineKeyboardButton") if given.get(name) is not None
    }
    if made.get("style") and made["style"] not in _STYLES:
        raise bad("can't parse inline keyboard button: Invalid button style specified")
    if "login_url" in made:
        made["url"] = made.pop("login_url")["url"]
    return made


def _check_action(given: Json, action: str) -> None:
    value = given[action]
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if action == "url":
        _check_url(str(value))
    if action == "web_app":
        address = value.get("url", "") if isinstance(value, dict) else ""
        if not str(address).startswith("https://"):
            raise bad(
                f"inline keyboard button Web App URL '{address}' is invalid: Only HTTPS links are allowed"
            )
    if action == "copy_text":
        text = value.get("text", "") if isinstance(value, dict) else ""
        if not 1 <= len(str(text)) <= 256:
            raise bad("BUTTON_COPY_TEXT_INVALID")


def _check_url(address: str) -> None:
    host = re.sub(r"^[a-z]+://", "", address, flags=re.IGNORECASE).partition("/")[0].partition("?")[0]
    known = re.match(r"^(tg|ton)://", address, re.IGNORECASE)
    if not _URL.match(address) or (not known and "." not in host):
        raise bad(f"inline keyboard button URL '{address}' is invalid: Wrong HTTP URL")


def _reply_keyboard(given: Json) -> Json:
    rows = given["keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "keyboard" must be an Array of Arrays')
    made = [[{"text": each} if isinstance(each, str) else each for each in row] for row in rows if row]
    for row in made:
        for each in row:
            if not isinstance(each, dict) or not str(each.get("text") or "").strip():
                raise bad("can't parse keyboard button: Text buttons must have non-empty text")
    return {**given, "keyboard": made}
