from __future__ import annotations

from datetime import UTC, datetime

import pytest
from aiogram.methods import AnswerCallbackQuery, EditMessageText, SendMessage
from aiogram.types import CallbackQuery, Chat, InaccessibleMessage, Message, User
from structlog.testing import capture_logs

from bot import replies
from core.texts import Catalogue
from tests.bot.conftest import Line

LIN = User(id=5, is_bot=False, first_name="Lin")


def a_message(chat: Chat, **more: object) -> Message:
    values = {"message_id": 1, "date": datetime(2026, 11, 18, tzinfo=UTC), "chat": chat, "from_user": LIN}
    return Message.model_validate(values | more)


async def test_several_replies_arrive_in_their_order(line: Line) -> None:
    who = await line.person()
    await replies.send(line.bot, tuple(SendMessage(chat_id=who, text=text) for text in "abc"))
    assert await line.seen(who) == ["a", "b", "c"]
    await replies.send(line.bot, None)


async def test_a_429_is_waited_out_and_the_order_kept(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "429", retry_after=1)
    await replies.send(line.bot, tuple(SendMessage(chat_id=who, text=text) for text in "ab"))
    assert await line.seen(who) == ["a", "b"]


async def test_a_reply_that_would_come_much_too_late_is_dropped(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "429", retry_after=3600)
    with capture_logs() as logs:
        await replies.send(line.bot, SendMessage(chat_id=who, text="a"))
    assert [log["event"] for log in logs] == ["reply dropped"]
    assert await line.seen(who) == []


async def test_one_refused_reply_does_not_keep_the_next_back(line: Line) -> None:
    who = await line.person()
    with capture_logs() as logs:
        await replies.send(
            line.bot, (SendMessage(chat_id=who, text=""), SendMessage(chat_id=who, text="after it"))
        )
    assert await line.seen(who) == ["after it"]
    assert [log["event"] for log in logs] == ["reply refused"]


async def test_an_edit_that_changes_nothing_is_no_failure(line: Line) -> None:
    who = await line.person()
    sent = await line.bot.send_message(who, "same")
    edit = EditMessageText(chat_id=who, message_id=sent.message_id, text="same")
    with capture_logs() as logs:
        await replies.send(line.bot, edit)
    assert logs == []
    assert line.called("editMessageText") == 1


async def test_a_message_whose_fate_is_unknown_is_not_sent_twice(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "drop-after-write")
    await replies.send(line.bot, SendMessage(chat_id=who, text="once"))
    assert await line.seen(who) == ["once"]
    assert line.called("sendMessage") == 1


async def test_an_edit_whose_fate_is_unknown_is_asked_for_again(line: Line) -> None:
    who = await line.person()
    sent = await line.bot.send_message(who, "before")
    line.fault("editMessageText", "5xx", times=2)
    await replies.send(line.bot, EditMessageText(chat_id=who, message_id=sent.message_id, text="after"))
    assert await line.seen(who) == ["after"]


async def test_a_tap_that_is_too_old_to_answer_is_no_failure(line: Line) -> None:
    with capture_logs() as logs:
        await replies.send(line.bot, AnswerCallbackQuery(callback_query_id="1"))
    assert logs == []


@pytest.mark.parametrize(
    "message", [None, InaccessibleMessage(chat=Chat(id=5, type="private"), message_id=3)]
)
def test_what_can_not_be_edited_any_more_is_said_anew(message: InaccessibleMessage | None) -> None:
    tap = CallbackQuery(id="1", from_user=LIN, chat_instance="1", message=message, data="x")
    said = replies.replace(tap, "text")
    assert isinstance(said, SendMessage)
    assert said.chat_id == LIN.id


async def test_personal_data_is_never_answered_in_a_group(line: Line, catalogue: Catalogue) -> None:
    who = await line.person()
    member = User(id=who, is_bot=False, first_name="Lin")
    group = a_message(Chat(id=-1, type="supergroup", title="G"), from_user=member).as_(line.bot)
    texts = catalogue["en"]
    told = await replies.privately(group, line.bot, texts, "123 points")
    assert await line.seen(who) == ["123 points"]
    assert told.text == texts("errors-sent-privately")  # type: ignore[attr-defined]
    stranger = User(id=await line.person(started=False), is_bot=False, first_name="Mo")
    shown = await replies.privately(
        group.model_copy(update={"from_user": stranger}), line.bot, texts, "123 points"
    )
    assert shown.text == texts("errors-open-private")  # type: ignore[attr-defined]
    (link,) = shown.reply_markup.inline_keyboard[0]  # type: ignore[attr-defined]
    assert link.url.startswith("https://t.me/")
