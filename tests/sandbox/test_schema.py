from __future__ import annotations

from typing import Any

import pytest

from sandbox.schema import METHODS, check_answer, check_object, check_request
from sandbox.telegram.areas import PLAYED
from sandbox.telegram.request import Upload

CHAT = {"id": 1, "type": "private"}
MESSAGE: dict[str, Any] = {"message_id": 1, "date": 1, "chat": CHAT, "text": "x"}


def test_the_table_is_that_of_bot_api_10_3() -> None:
    assert len(METHODS) == 185
    assert METHODS["sendMessage"]["returns"] == "Message"
    assert METHODS["setChatMemberTag"]["returns"] == "True"


def test_every_played_method_is_in_the_table() -> None:
    assert set(PLAYED) <= set(METHODS)
    assert len(PLAYED) >= 100


@pytest.mark.parametrize(
    ("method", "params", "faults"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x"}, []),
        ("sendMessage", {"chat_id": "@x", "text": "x"}, []),
        ("sendMessage", {"text": "x"}, ["sendMessage: chat_id is missing"]),
        ("sendMessage", {"chat_id": 1, "text": "x", "txet": 1}, ["sendMessage: unknown parameter txet"]),
        ("sendMessage", {"chat_id": 1, "text": 5}, ["sendMessage.text: expected String, not int '5'"]),
        ("getUpdates", {"limit": True}, ["getUpdates.limit: expected Integer, not bool 'True'"]),
        ("sendPhoto", {"chat_id": 1, "photo": Upload("a", b"x")}, []),
        ("sendPhoto", {"chat_id": 1, "photo": "file id"}, []),
        (
            "sendMessage",
            {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[{"txt": "a"}]]}},
            [
                "sendMessage.reply_markup.inline_keyboard[0][0].txt: InlineKeyboardButton has no such field",
                "sendMessage.reply_markup.inline_keyboard[0][0].text: InlineKeyboardButton must have it",
            ],
        ),
        ("setMyCommands", {"commands": [], "scope": {"type": "default"}}, []),
    ],
)
def test_requests_are_checked_deeply(method: str, params: dict[str, Any], faults: list[str]) -> None:
    assert check_request(method, params) == faults


@pytest.mark.parametrize(
    ("method", "result", "faults"),
    [
        ("sendMessage", MESSAGE, []),
        ("sendMessage", {**MESSAGE, "sandbox": {}}, ["sendMessage.sandbox: Message has no such field"]),
        ("sendMessage", {**MESSAGE, "chat": {"id": 1}}, ["sendMessage.chat.type: Chat must have it"]),
        ("editMessageText", MESSAGE, []),
        ("editMessageText", True, []),
        ("deleteMessage", "yes", ["deleteMessage: expected True, not str 'yes'"]),
        ("getChatMember", {"status": "left", "user": {"id": 1, "is_bot": False, "first_name": "x"}}, []),
        (
            "getChatMember",
            {"status": "gone", "user": {"id": 1, "is_bot": False, "first_name": "x"}},
            ["getChatMember.status: expected 'member', not 'gone'"],
        ),
        ("getUpdates", {}, ["getUpdates: expected an array, not dict '{}'"]),
    ],
)
def test_answers_are_checked_deeply(method: str, result: Any, faults: list[str]) -> None:
    assert check_answer(method, result) == faults


def test_updates_are_checked_too() -> None:
    assert check_object("Update", {"update_id": 1, "message": MESSAGE}) == []
    assert check_object("Update", {"message": MESSAGE}) == ["Update.update_id: Update must have it"]
