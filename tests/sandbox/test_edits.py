from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Stage

ROW = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
SAME = (
    "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def test_an_edit_without_a_keyboard_removes_it(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="one", reply_markup=ROW)
    edited = await stage.bot("editMessageText", chat_id=lin, message_id=sent["message_id"], text="two")
    assert "reply_markup" not in edited
    assert edited["edit_date"] == edited["date"]
    shown = (await stage.look(f"chats/{lin}/messages"))["messages"][0]
    assert (shown["text"], shown["sandbox"]["edits"]) == ("two", 1)


async def test_the_same_again_is_not_modified(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot(
        "sendMessage", chat_id=lin, text="*one*", parse_mode="MarkdownV2", reply_markup=ROW
    )
    same = {"chat_id": lin, "message_id": sent["message_id"], "reply_markup": ROW}
    assert await stage.refused("editMessageText", text="<b>one</b>", parse_mode="HTML", **same) == SAME
    assert await stage.refused("editMessageReplyMarkup", **same) == SAME
    assert (await stage.bot("editMessageText", text="one", **same))["text"] == "one"


async def test_what_is_not_there_or_not_ours_cannot_be_edited(stage: Stage) -> None:
    lin = await stage.person()
    said = await stage.says(lin, "mine")
    edit = {"chat_id": lin, "text": "x"}
    assert await stage.refused("editMessageText", message_id=99, **edit) == (
        "400 Bad Request: message to edit not found"
    )
    assert await stage.refused("editMessageText", message_id=said["message_id"], **edit) == (
        "400 Bad Request: message can't be edited"
    )
    assert (
        await stage.refused("editMessageText", text="x")
        == "400 Bad Request: message identifier is not specified"
    )
    sent = await stage.bot("sendMessage", chat_id=lin, text="x")
    assert await stage.refused(
        "editMessageCaption", chat_id=lin, message_id=sent["message_id"], caption="c"
    ) == ("400 Bad Request: there is no caption in the message to edit")


@pytest.mark.parametrize(
    ("button", "said"),
    [
        ({"text": "x", "callback_data": "字" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x"},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "", "callback_data": "a"},
            "can't parse inline keyboard button: Text buttons must have non-empty text",
        ),
        ({"text": "x", "url": "nowhere"}, "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (
            {"text": "x", "web_app": {"url": "http://a.com"}},
            "inline keyboard button Web App URL 'http://a.com' is invalid: Only HTTPS links are allowed",
        ),
    ],
)
async def test_a_wrong_button_is_refused(stage: Stage, button: dict[str, Any], said: str) -> None:
    lin = await stage.person()
    markup = {"inline_keyboard": [[button]]}
    assert (
        await stage.refused("sendMessage", chat_id=lin, text="x", reply_markup=markup)
        == f"400 Bad Request: {said}"
    )


async def test_the_largest_callback_data_and_every_kind_of_button_pass(stage: Stage) -> None:
    lin = await stage.person()
    row = [
        {"text": "data", "callback_data": "x" * 64, "style": "success"},
        {"text": "url", "url": "https://example.com"},
        {"text": "link", "url": "tg://user?id=1"},
        {"text": "copy", "copy_text": {"text": "CODE"}},
        {"text": "app", "web_app": {"url": "https://example.com"}},
        {"text": "off", "disabled": {}},
    ]
    sent = await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup={"inline_keyboard": [row]})
    assert sent["reply_markup"] == {"inline_keyboard": [row]}


async def test_a_reply_keyboard_is_shown_until_it_is_removed(stage: Stage) -> None:
    lin = await stage.person()
    keyboard = {"keyboard": [[{"text": "A"}, {"text": "B"}]], "resize_keyboard": True}
    await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup=keyboard)
    shown = (await stage.look(f"state?viewer={lin}"))["chats"][0]["keyboard"]
    assert shown == keyboard
    await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup={"remove_keyboard": True})
    assert (await stage.look(f"state?viewer={lin}"))["chats"][0]["keyboard"] is None


async def test_a_callback_is_answered_once_and_not_too_late(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup=ROW)
    press = {"chat_id": lin, "from_id": lin, "message_id": sent["message_id"], "button": "Go"}
    await stage.sim("callbacks", **press)
    query = (await stage.updates())[0]["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == (
        "go",
        lin,
        sent["message_id"],
    )
    answer = {"callback_query_id": query["id"], "text": "done", "show_alert": True}
    assert await stage.bot("answerCallbackQuery", **answer) is True
    late = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await stage.refused("answerCallbackQuery", **answer) == late
    second = await stage.sim("callbacks", **press)
    stage.advance(minutes=20)
    assert await stage.refused("answerCallbackQuery", callback_query_id=second["callback_id"]) == late


async def test_a_callbacks_text_has_at_most_200_characters(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup=ROW)
    tap = await stage.sim("callbacks", chat_id=lin, from_id=lin, message_id=sent["message_id"], data="go")
    assert await stage.refused(
        "answerCallbackQuery", callback_query_id=tap["callback_id"], text="x" * 201
    ) == ("400 Bad Request: MESSAGE_TOO_LONG")
    assert await stage.bot("answerCallbackQuery", callback_query_id=tap["callback_id"], text="x" * 200)


async def test_a_person_edits_their_message_and_the_bot_hears(stage: Stage) -> None:
    lin = await stage.person()
    said = await stage.says(lin, "helo")
    await stage.updates()
    body = {"chat_id": lin, "message_id": said["message_id"], "from_id": lin, "text": "hello"}
    async with stage.http.put(f"{stage.address}/sim/messages", json=body) as response:
        assert response.status == 200
    assert (await stage.updates())[0]["edited_message"]["text"] == "hello"


async def test_reactions_are_known_emoji_and_one_at_most(stage: Stage) -> None:
    lin = await stage.person()
    said = await stage.says(lin, "nice")
    target = {"chat_id": lin, "message_id": said["message_id"]}
    await stage.bot("setMessageReaction", reaction=[{"type": "emoji", "emoji": "👍"}], **target)
    shown = (await stage.look(f"chats/{lin}/messages"))["messages"][0]["sandbox"]["reactions"]
    assert shown == [{"user_id": 42, "emoji": "👍"}]
    assert await stage.refused(
        "setMessageReaction", reaction=[{"type": "emoji", "emoji": "☕"}], **target
    ) == ("400 Bad Request: REACTION_INVALID")
    await stage.bot("setMessageReaction", reaction=[], **target)
    assert (await stage.look(f"chats/{lin}/messages"))["messages"][0]["sandbox"]["reactions"] == []


async def test_a_button_of_a_deleted_message_brings_an_inaccessible_one(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup=ROW)
    await stage.bot("deleteMessage", chat_id=lin, message_id=sent["message_id"])
    await stage.sim("callbacks", chat_id=lin, from_id=lin, message_id=sent["message_id"], data="go")
    query = (await stage.updates())[0]["callback_query"]
    assert query["message"] == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}
