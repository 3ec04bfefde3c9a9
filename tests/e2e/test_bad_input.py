"""What goes wrong in front of the bot: each has a clear outcome, and the next message is answered as ever."""

from __future__ import annotations

import asyncio

import pytest

from tests.e2e.conftest import CLOSE_ENOUGH, People

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _still_answers(people: People, who: int) -> None:
    assert "可用积分" in (await people.say(who, "/points"))["text"]


async def test_an_unknown_command_is_told_what_there_is(people: People) -> None:
    who = await people.member()
    assert "/help" in (await people.say(who, "/flytothemoon"))["text"]


async def test_a_message_of_ten_thousand_characters_is_asked_to_be_shorter(people: People) -> None:
    who = await people.member()
    # Telegram's apps cut what is typed at 4,096 characters and send the rest as further messages.
    before = len(await people.from_bot(who, who))
    for part in ("积分" * 2_048, "怎么" * 2_048, "办呀" * 904):
        await people.tell(who, part, chat=who)
    async with asyncio.timeout(CLOSE_ENOUGH):
        while len(answers := await people.from_bot(who, who)) < before + 3:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert sum("一两句话" in one["text"] for one in answers) >= 2
    await _still_answers(people, who)


async def test_emoji_alone_get_a_kind_question_back(people: People) -> None:
    assert "没看出问题" in (await people.say(await people.member(), "🙂🙂☕️"))["text"]


async def test_a_stranger_is_shown_the_way_in(people: People) -> None:
    who = await people.newcomer()
    assert "入会" in (await people.say(who, "/points"))["text"]
    assert "入会" in (await people.say(who, "我有多少积分"))["text"]


async def test_anothers_button_moves_nothing(people: People) -> None:
    cards = await people.say(1007, "/foryou")
    data = cards["reply_markup"]["inline_keyboard"][0][1]["callback_data"]
    thief = await people.member()
    mine = await people.say(thief, "/points")
    told = await people.call(
        "/sim/callbacks",
        {"chat_id": thief, "message_id": mine["message_id"], "from_id": thief, "data": data, "wait": 10},
    )
    assert "/foryou" in told["answer"]["text"]
    unwanted = cards["text"].split("1. ")[1].split(" · ")[0]
    assert unwanted in (await people.say(1007, "/foryou"))["text"]


async def test_a_stale_button_says_so(people: People) -> None:
    who = await people.member()
    shown = await people.say(who, "/points")
    told = await people.call(
        "/sim/callbacks",
        {"chat_id": who, "message_id": shown["message_id"], "from_id": who, "data": "old:1", "wait": 10},
    )
    assert "过期" in told["answer"]["text"]
    assert told["answer"]["show_alert"]


async def test_a_poison_update_does_not_stop_the_others(people: People) -> None:
    who = await people.member()
    await people.call("/sim/faults", {"method": "getUpdates", "kind": "poison", "times": 1})
    await _still_answers(people, who)


async def test_an_update_that_comes_twice_is_dealt_with_once(people: People) -> None:
    who = await people.member()
    before = len(await people.from_bot(who, who))
    await people.call("/sim/faults", {"method": "getUpdates", "kind": "duplicate", "times": 1})
    await people.say(who, "/tier")
    await asyncio.sleep(0.5)
    assert len(await people.from_bot(who, who)) == before + 1


async def test_telegram_failing_for_a_while_delays_but_loses_nothing(people: People) -> None:
    who = await people.member()
    await people.call("/sim/faults", {"method": "getUpdates", "kind": "5xx", "times": 3})
    await _still_answers(people, who)


async def test_a_429_on_a_reply_is_waited_out(people: People) -> None:
    who = await people.member()
    await people.call("/sim/faults", {"method": "sendMessage", "kind": "429", "times": 1, "retry_after": 1})
    await _still_answers(people, who)


async def test_a_member_who_blocked_the_bot_is_not_written_to_and_comes_back(people: People) -> None:
    who = await people.member()
    await people.call("/sim/block", {"user_id": who, "blocked": True})
    await asyncio.sleep(0.5)
    await people.call("/sim/block", {"user_id": who, "blocked": False})
    assert "又见面" in (await people.say(who, "/start"))["text"]


async def test_a_sticker_or_voice_is_asked_for_in_words(people: People) -> None:
    who = await people.member()
    before = await people.from_bot(who, who)
    await people.call("/sim/messages", {"chat_id": who, "from_id": who, "dice": True})
    told = await people.until(
        who, who, lambda one: one["message_id"] not in {m["message_id"] for m in before}
    )
    assert "文字" in told["text"]


async def test_markup_in_names_is_only_text(people: People) -> None:
    who = await people.newcomer("<b>{points}</b> [x](tg://user?id=1)")
    hello = await people.say(who, "/start")
    await people.press(who, hello, place=0)
    back = await people.say(who, "/start")
    assert "<b>{points}</b> [x](tg://user?id=1)" in back["text"]


async def test_every_request_and_answer_was_as_the_bot_api_says(people: People) -> None:
    # The poison update was made wrong on purpose.
    assert [fault for fault in await people.faults() if fault["method"] != "getUpdates"] == []
