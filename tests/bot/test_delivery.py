from __future__ import annotations

import pytest
from aiogram.methods import DeleteMessage, SendMessage

from bot.connection import connect
from bot.delivery import deliver, deliver_soon
from bot.serving import bind
from core.errors import BadSettings
from tests.bot.conftest import TOKEN, Line


async def test_a_message_that_arrived_is_sent_and_its_number_told(line: Line) -> None:
    who = await line.person()
    done = await deliver(line.bot, SendMessage(chat_id=who, text="hello"))
    assert done.kind == "sent"
    assert await line.seen(who) == ["hello"]
    gone = await deliver(line.bot, DeleteMessage(chat_id=who, message_id=done.message_id or 0))
    assert (gone.kind, gone.message_id) == ("sent", None)


async def test_whoever_blocked_the_bot_or_never_began_can_not_be_reached(line: Line) -> None:
    who = await line.person()
    await line.sim("block", user_id=who, blocked=True)
    assert (await deliver(line.bot, SendMessage(chat_id=who, text="x"))).kind == "blocked"
    stranger = await line.person(started=False)
    assert (await deliver(line.bot, SendMessage(chat_id=stranger, text="x"))).kind == "blocked"


async def test_a_429_says_how_long_to_wait(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "429", retry_after=17)
    done = await deliver(line.bot, SendMessage(chat_id=who, text="x"))
    assert (done.kind, done.seconds, done.error) == ("wait", 17.0, "429")
    assert await line.seen(who) == []


async def test_behind_a_5xx_and_behind_silence_the_outcome_is_unknown(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "5xx")
    assert (await deliver(line.bot, SendMessage(chat_id=who, text="x"))).kind == "unknown"
    line.fault("sendMessage", "timeout", seconds=5)
    line.bot.session.timeout = 0.2
    assert (await deliver(line.bot, SendMessage(chat_id=who, text="x"))).kind == "unknown"


async def test_a_connection_that_breaks_after_the_message_was_written_is_unknown_and_not_repeated(
    line: Line,
) -> None:
    who = await line.person()
    line.fault("sendMessage", "drop-after-write")
    done = await deliver(line.bot, SendMessage(chat_id=who, text="once"))
    assert done.kind == "unknown"
    assert await line.seen(who) == ["once"]
    assert line.called("sendMessage") == 1


async def test_a_refused_connection_is_surely_not_sent_and_may_be_tried_again() -> None:
    with bind("127.0.0.1", 0) as nobody:
        bot = connect(TOKEN, api_url=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        done = await deliver(bot, SendMessage(chat_id=1, text="x"))
        await bot.session.close()
    assert (done.kind, done.error) == ("wait", "not connected")
    assert done.seconds > 0


async def test_what_telegram_calls_wrong_failed_for_good(line: Line) -> None:
    who = await line.person()
    done = await deliver(line.bot, SendMessage(chat_id=who, text=""))
    assert done.kind == "failed"
    assert "empty" in str(done.error)
    lost = await deliver(line.bot, SendMessage(chat_id=10**15, text="x"))
    assert lost.kind == "failed"


async def test_a_group_that_moved_tells_its_new_number(line: Line) -> None:
    who = await line.person()
    group = await line.sim("chats", type="group", title="Coffee", member_ids=[who], creator_id=who)
    moved = await line.sim(f"chats/{group['id']}/migrate")
    done = await deliver(line.bot, SendMessage(chat_id=group["id"], text="x"))
    assert (done.kind, done.moved_to) == ("failed", moved["new_id"])


@pytest.mark.parametrize("token", ["", "abc", "12:", "123456", "123 456:abc", "x:y"])
def test_what_can_not_be_a_token_is_refused_in_words_that_do_not_repeat_it(token: str) -> None:
    with pytest.raises(BadSettings, match="TELEGRAM_TOKEN") as refused:
        connect(token)
    assert not token or token not in str(refused.value).split(" such as ")[0]


async def test_what_somebody_waits_for_is_sent_when_telegram_has_room_again(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "429", retry_after=1)
    done = await deliver_soon(line.bot, SendMessage(chat_id=who, text="at last"))
    assert done.kind == "sent"
    assert await line.seen(who) == ["at last"]


async def test_nobody_waits_longer_than_they_would_look_at_the_screen(line: Line) -> None:
    who = await line.person()
    line.fault("sendMessage", "429", retry_after=17)
    done = await deliver_soon(line.bot, SendMessage(chat_id=who, text="x"), within=5)
    assert done.kind == "wait"
    assert line.called("sendMessage") == 1
