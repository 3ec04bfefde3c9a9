from __future__ import annotations

import asyncio

import aiohttp
import pytest

from tests.sandbox.conftest import Stage


async def test_a_storm_of_429_says_how_long_to_wait_and_ends(stage: Stage) -> None:
    lin = await stage.person()
    await stage.sim("faults", method="sendMessage", kind="429", times=2, retry_after=7)
    for _ in range(2):
        answer = await stage.call("sendMessage", chat_id=lin, text="x")
        assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 7})
    await stage.bot("sendMessage", chat_id=lin, text="x")
    assert len((await stage.look(f"chats/{lin}/messages"))["messages"]) == 1


async def test_5xx_and_timeout_do_nothing(stage: Stage) -> None:
    lin = await stage.person()
    await stage.sim("faults", kind="5xx")
    assert await stage.refused("sendMessage", chat_id=lin, text="x") == "502 Bad Gateway"
    await stage.sim("faults", kind="timeout", seconds=0.1)
    assert await stage.refused("sendMessage", chat_id=lin, text="x") == "504 Gateway Timeout"
    assert (await stage.look(f"chats/{lin}/messages"))["messages"] == []


async def test_drop_after_write_sends_and_gives_no_answer(stage: Stage) -> None:
    lin = await stage.person()
    await stage.sim("faults", method="sendMessage", kind="drop-after-write")
    with pytest.raises(aiohttp.ClientError):
        await stage.call("sendMessage", chat_id=lin, text="unknown")
    shown = (await stage.look(f"chats/{lin}/messages"))["messages"]
    assert [each["text"] for each in shown] == ["unknown"]


async def test_a_poison_update_comes_even_into_a_running_poll(stage: Stage) -> None:
    poll = asyncio.ensure_future(stage.bot("getUpdates", timeout=10))
    stage.expected_faults = ["answer of getUpdates"]
    await asyncio.sleep(0.1)
    await stage.sim("faults", kind="poison")
    (update,) = await poll
    assert update["message"]["chat"] == 0
    assert await stage.bot("getUpdates", offset=update["update_id"] + 1) == []


async def test_a_duplicate_comes_twice(stage: Stage) -> None:
    lin = await stage.person()
    await stage.sim("faults", kind="duplicate")
    await stage.says(lin, "twice")
    taken = await stage.bot("getUpdates")
    assert [each["message"]["text"] for each in taken] == ["twice", "twice"]


async def test_faults_are_listed_and_cleared_and_named_in_the_requests(stage: Stage) -> None:
    await stage.sim("faults", method="getMe", kind="5xx", times=3)
    assert await stage.refused("getMe") == "502 Bad Gateway"
    assert [(each["left"], each["played"]) for each in await stage.look("faults")] == [(2, 1)]
    async with stage.http.delete(f"{stage.address}/sim/faults") as response:
        assert await response.json() == {"cleared": 1}
    await stage.bot("getMe")
    (first, second) = (await stage.look("requests?method=getme"))["requests"]
    assert (first["status"], first["fault"], second["status"]) == (502, "5xx", 200)


async def test_a_fault_with_a_probability_lasts(stage: Stage) -> None:
    await stage.sim("faults", method="getMe", kind="5xx", probability=0.5)
    statuses = [(await stage.call("getMe"))["ok"] for _ in range(60)]
    assert 10 < sum(statuses) < 50


async def test_a_burst_to_one_chat_is_followed_by_a_wait(limited: Stage) -> None:
    lin = await limited.person()
    for _ in range(5):
        await limited.bot("sendMessage", chat_id=lin, text="x")
    answer = await limited.call("sendMessage", chat_id=lin, text="x")
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    limited.advance(seconds=1)
    await limited.bot("sendMessage", chat_id=lin, text="x")


async def test_a_group_takes_twenty_messages_a_minute_edits_among_them(limited: Stage) -> None:
    lin = await limited.person()
    group = await limited.group(lin)
    sent = await limited.bot("sendMessage", chat_id=group, text="0")
    for number in range(1, 20):
        await limited.bot("editMessageText", chat_id=group, message_id=sent["message_id"], text=str(number))
    answer = await limited.call("sendMessage", chat_id=group, text="x")
    assert answer["parameters"] == {"retry_after": 3}
    limited.advance(seconds=3)
    await limited.bot("sendMessage", chat_id=group, text="x")


async def test_thirty_chats_a_second_and_many_more_when_paid_for(limited: Stage) -> None:
    people = [await limited.person(f"P{number}") for number in range(60)]
    for who in people[:30]:
        await limited.bot("sendMessage", chat_id=who, text="x")
    assert (await limited.refused("sendMessage", chat_id=people[30], text="x")).startswith("429")
    for who in people[30:]:
        await limited.bot("sendMessage", chat_id=who, text="x", allow_paid_broadcast=True)


async def test_limits_can_be_turned_off_and_on(limited: Stage) -> None:
    lin = await limited.person()
    assert await limited.sim("limits", enabled=False) == {"enabled": False}
    for _ in range(50):
        await limited.bot("sendMessage", chat_id=lin, text="x")
    assert await limited.look("limits") == {"enabled": False}


async def test_answers_to_buttons_are_not_limited(limited: Stage) -> None:
    lin = await limited.person()
    row = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    sent = await limited.bot("sendMessage", chat_id=lin, text="x", reply_markup=row)
    for _ in range(40):
        tap = await limited.sim(
            "callbacks", chat_id=lin, from_id=lin, message_id=sent["message_id"], button="a"
        )
        await limited.bot("answerCallbackQuery", callback_query_id=tap["callback_id"])
