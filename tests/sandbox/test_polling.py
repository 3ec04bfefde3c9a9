from __future__ import annotations

import asyncio

from tests.sandbox.conftest import Stage


async def test_updates_stay_until_a_higher_offset_confirms_them(stage: Stage) -> None:
    lin = await stage.person()
    for text in "abc":
        await stage.says(lin, text)
    first = await stage.bot("getUpdates")
    assert await stage.bot("getUpdates") == first
    assert [each["message"]["text"] for each in first] == ["a", "b", "c"]
    rest = await stage.bot("getUpdates", offset=first[1]["update_id"])
    assert [each["message"]["text"] for each in rest] == ["b", "c"]
    assert await stage.bot("getUpdates", offset=first[2]["update_id"] + 1) == []


async def test_limit_and_negative_offset(stage: Stage) -> None:
    lin = await stage.person()
    for text in "abcd":
        await stage.says(lin, text)
    assert len(await stage.bot("getUpdates", limit=2)) == 2
    last = await stage.bot("getUpdates", offset=-1)
    assert [each["message"]["text"] for each in last] == ["d"]
    assert [each["message"]["text"] for each in await stage.bot("getUpdates")] == ["d"]


async def test_a_long_poll_waits_for_the_first_update_only(stage: Stage) -> None:
    lin = await stage.person()
    loop = asyncio.get_running_loop()
    began = loop.time()
    poll = asyncio.ensure_future(stage.bot("getUpdates", timeout=20))
    await asyncio.sleep(0.2)
    assert not poll.done()
    await stage.says(lin, "now")
    assert [each["message"]["text"] for each in await poll] == ["now"]
    assert loop.time() - began < 5


async def test_an_empty_poll_returns_when_its_time_is_over(stage: Stage) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert await stage.bot("getUpdates", timeout=1) == []
    assert 0.9 < loop.time() - began < 3


async def test_a_second_poller_ends_the_first_with_409(stage: Stage) -> None:
    first = asyncio.ensure_future(stage.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.2)
    second = asyncio.ensure_future(stage.bot("getUpdates", timeout=1))
    assert await first == (
        "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    assert await second == []


async def test_polling_is_refused_while_a_webhook_is_set_and_ended_by_setting_one(stage: Stage) -> None:
    running = asyncio.ensure_future(stage.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.2)
    await stage.bot("setWebhook", url="https://example.invalid/hook")
    assert await running == "409 Conflict: terminated by setWebhook request"
    assert await stage.refused("getUpdates") == (
        "409 Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    await stage.bot("deleteWebhook")
    assert await stage.bot("getUpdates") == []


async def test_some_kinds_come_only_when_they_are_asked_for(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, bot_admin=True)
    await stage.sim(f"chats/{group}/members", user_id=mo, action="add")
    assert [set(each) - {"update_id"} for each in await stage.updates()] == [{"message"}]
    await stage.bot("getUpdates", allowed_updates=["chat_member", "message"])
    await stage.sim(f"chats/{group}/members", user_id=mo, action="remove")
    assert {kind for each in await stage.updates() for kind in each} == {
        "update_id",
        "message",
        "chat_member",
    }
    await stage.bot("getUpdates", allowed_updates=["callback_query"])
    await stage.says(lin, "unheard")
    assert await stage.updates() == []
    await stage.bot("getUpdates", allowed_updates=[])
    await stage.says(lin, "heard")
    assert len(await stage.updates()) == 1


async def test_a_client_that_goes_away_takes_no_update_with_it(stage: Stage) -> None:
    lin = await stage.person()
    gone = asyncio.ensure_future(stage.bot("getUpdates", timeout=20))
    await asyncio.sleep(0.2)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    await stage.says(lin, "kept")
    assert [each["message"]["text"] for each in await stage.bot("getUpdates", timeout=2)] == ["kept"]


async def test_ten_thousand_waiting_updates_do_not_slow_a_poll(stage: Stage) -> None:
    lin = await stage.person()
    for number in range(10_000):
        stage.world.updates.push(
            "message", {"message_id": number, "date": 1, "chat": {"id": lin, "type": "private"}}
        )
    loop = asyncio.get_running_loop()
    began = loop.time()
    offset, taken = 0, 0
    while batch := await stage.bot("getUpdates", offset=offset):
        taken += len(batch)
        offset = batch[-1]["update_id"] + 1
    assert taken == 10_000
    assert loop.time() - began < 20


async def test_who_the_bot_is(stage: Stage) -> None:
    me = await stage.bot("getMe")
    assert (me["id"], me["username"], me["is_bot"]) == (42, "sandbox_bot", True)
    assert me["can_read_all_group_messages"] is False
