from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

import pytest

from sandbox.control.durations import duration
from sandbox.serving import serving
from sandbox.telegram.request import Refused
from sandbox.things import Json
from sandbox.world import World
from tests.sandbox.conftest import TOKEN, Stage, StillClock


async def events(stage: Stage, viewer: int, count: int, after: int | None = None) -> list[Json]:
    params = {"viewer": viewer, **({"after": after} if after is not None else {})}
    told: list[Json] = []
    async with stage.http.get(f"{stage.address}/sim/events", params=params) as response:
        assert response.content_type == "text/event-stream"
        async for line in response.content:
            if line.startswith(b"data: "):
                told.append(json.loads(line.removeprefix(b"data: ")))
                if len(told) == count:
                    break
    return told


async def test_events_tell_each_viewer_what_they_may_see(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    start = stage.world.events.last_id
    sent = await stage.bot("sendMessage", chat_id=lin, text="one")
    await stage.bot("sendMessage", chat_id=mo, text="for Mo")
    await stage.bot("editMessageText", chat_id=lin, message_id=sent["message_id"], text="two")
    await stage.bot("sendChatAction", chat_id=lin, action="typing")
    await stage.bot("sendMessageDraft", chat_id=lin, draft_id=1, text="thr")
    await stage.bot("deleteMessage", chat_id=lin, message_id=sent["message_id"])
    await stage.bot("sendChatAction", chat_id=mo, action="typing")
    await stage.bot("sendMessage", chat_id=mo, text="ends it")
    await stage.bot("sendChatAction", chat_id=lin, action="typing")
    told = await events(stage, lin, 6, start)
    assert [each["type"] for each in told] == ["message", "edit", "typing", "draft", "delete", "typing"]
    assert {each["chat_id"] for each in told} == {lin}
    assert (told[0]["message"]["text"], told[1]["message"]["text"]) == ("one", "two")


async def test_events_come_while_one_waits_and_the_stream_ends_with_the_server(stage: Stage) -> None:
    lin = await stage.person()
    waiting = asyncio.ensure_future(events(stage, lin, 1))
    await asyncio.sleep(0.2)
    await stage.bot("sendMessage", chat_id=lin, text="live")
    assert (await asyncio.wait_for(waiting, 5))[0]["message"]["text"] == "live"


async def test_a_server_with_open_streams_and_polls_stops_at_once(stage: Stage) -> None:
    loop = asyncio.get_running_loop()
    async with serving(World(TOKEN, StillClock(), limits=False)) as address:
        stream = await stage.http.get(f"{address}/sim/events")
        poll = asyncio.ensure_future(stage.http.get(f"{address}/bot{TOKEN}/getUpdates?timeout=50"))
        await asyncio.sleep(0.2)
        began = loop.time()
    assert loop.time() - began < 2
    assert (await (await poll).json())["result"] == []
    stream.close()


async def test_the_clock_moves_bot_and_world_together_and_awaits_the_hooks(stage: Stage) -> None:
    seen: list[datetime] = []

    async def hook(now: datetime) -> None:
        seen.append(now)

    stage.world.on_clock.append(hook)
    before = stage.world.clock.now()
    answer = await stage.sim("clock", advance="P1D")
    assert (stage.world.clock.now() - before).days == 1
    assert [answer["now"]] == [each.isoformat() for each in seen]
    async with stage.http.post(f"{stage.address}/sim/clock", json={"advance": "tomorrow"}) as response:
        assert response.status == 400


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("P1D", 86400),
        ("PT90M", 5400),
        ("P1W", 604800),
        ("P1DT2H3M4S", 93784),
        ("PT0.5S", 0.5),
        ("pt1h", 3600),
    ],
)
def test_durations_are_read(text: str, seconds: float) -> None:
    assert duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "1D", "P1M", "P1Y", "-P1D"])
def test_durations_without_a_fixed_length_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        duration(text)


async def test_the_state_shows_people_chats_unread_and_the_viewers_commands(stage: Stage) -> None:
    lin, mo = await stage.person("Lin", language_code="zh-hans"), await stage.person("Mo", language_code="en")
    group = await stage.group(lin, mo)
    for scope, language, name in (
        (None, "", "start"),
        ({"type": "all_private_chats"}, "", "menu"),
        ({"type": "all_private_chats"}, "zh", "caidan"),
        ({"type": "chat_member", "chat_id": group, "user_id": mo}, "", "mine"),
        ({"type": "all_chat_administrators"}, "", "setup"),
    ):
        command = [{"command": name, "description": "does it"}]
        await stage.bot("setMyCommands", commands=command, scope=scope, language_code=language)
    await stage.bot("sendMessage", chat_id=group, text="unread")
    shown: dict[int, Any] = {who: await stage.look(f"state?viewer={who}") for who in (lin, mo)}
    names = {
        who: {chat: [each["command"] for each in listed] for chat, listed in state["bot"]["commands"].items()}
        for who, state in shown.items()
    }
    assert names[lin] == {str(lin): ["caidan"], str(group): ["setup"]}
    assert names[mo] == {str(mo): ["menu"], str(group): ["mine"]}
    assert [each["id"] for each in shown[lin]["chats"]] == [lin, group]
    before = shown[mo]["chats"][1]["unread"]
    await stage.look(f"chats/{group}/messages?viewer={mo}")
    assert before > 0
    assert (await stage.look(f"state?viewer={mo}"))["chats"][1]["unread"] == 0
    assert await stage.bot("getMyCommands", scope={"type": "all_private_chats"}, language_code="zh") == [
        {"command": "caidan", "description": "does it"}
    ]


async def test_wrong_commands_are_refused(stage: Stage) -> None:
    for command, said in (
        ({"command": "Start", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "start", "description": ""}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ):
        assert await stage.refused("setMyCommands", commands=[command]) == f"400 Bad Request: {said}"
    many = [{"command": f"c{number}", "description": "x"} for number in range(101)]
    assert await stage.refused("setMyCommands", commands=many) == "400 Bad Request: BOT_COMMANDS_TOO_MUCH"


async def test_messages_after_a_number_are_the_newer_ones(stage: Stage) -> None:
    lin = await stage.person()
    for text in "abcd":
        await stage.says(lin, text)
    newer = (await stage.look(f"chats/{lin}/messages?after=2"))["messages"]
    assert [each["text"] for each in newer] == ["c", "d"]
    last = (await stage.look(f"chats/{lin}/messages?limit=1"))["messages"]
    assert [each["text"] for each in last] == ["d"]


async def test_a_press_can_wait_for_the_answer(stage: Stage) -> None:
    lin = await stage.person()
    row = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    sent = await stage.bot("sendMessage", chat_id=lin, text="x", reply_markup=row)
    press = {"chat_id": lin, "from_id": lin, "message_id": sent["message_id"], "button": "Go"}
    pressing = asyncio.ensure_future(stage.sim("callbacks", wait=5, **press))
    query = (await stage.bot("getUpdates", timeout=5))[0]["callback_query"]
    await stage.bot("answerCallbackQuery", callback_query_id=query["id"], text="done")
    assert (await pressing)["answer"] == {"text": "done", "show_alert": False, "url": None}
    async with stage.http.post(f"{stage.address}/sim/callbacks", json={**press, "button": "No"}) as response:
        assert response.status == 404


async def test_drafts_grow_can_be_stopped_and_end_with_the_message(stage: Stage) -> None:
    lin = await stage.person()
    for text in ("", "Let", "Let me"):
        await stage.bot("sendMessageDraft", chat_id=lin, draft_id=5, text=text, can_stop=True)
    drafts = (await stage.look(f"chats/{lin}/messages"))["drafts"]
    assert [(each["draft_id"], each["text"]) for each in drafts] == [(5, "Let me")]
    assert await stage.sim("drafts/stop", chat_id=lin, draft_id=5, from_id=lin) == {"stopped": True}
    assert (await stage.updates())[0]["stopped_message_generation"]["draft_id"] == 5
    await stage.bot("sendMessageDraft", chat_id=lin, draft_id=6, text="Let me see")
    await stage.bot("sendMessage", chat_id=lin, text="Let me see.")
    assert (await stage.look(f"chats/{lin}/messages"))["drafts"] == []
    await stage.bot("sendMessageDraft", chat_id=lin, draft_id=7, text="forgotten")
    stage.advance(seconds=31)
    assert (await stage.look(f"chats/{lin}/messages"))["drafts"] == []
    assert await stage.refused("sendMessageDraft", chat_id=lin, draft_id=0, text="x") == (
        "400 Bad Request: invalid draft identifier specified"
    )


async def test_mini_app_data_is_signed_with_the_token(stage: Stage) -> None:
    lin = await stage.person()
    fields = dict(parse_qsl((await stage.sim("webapp", user_id=lin, start_param="card"))["init_data"]))
    given = fields.pop("hash")
    checked = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.new(b"WebAppData", TOKEN.encode(), hashlib.sha256).digest()
    assert hmac.new(secret, checked.encode(), hashlib.sha256).hexdigest() == given
    assert json.loads(fields["user"])["id"] == lin
    assert fields["start_param"] == "card"


async def test_polls_are_voted_stopped_and_closed_by_time(stage: Stage) -> None:
    lin = await stage.person()
    ask = {
        "chat_id": lin,
        "question": "Tea?",
        "options": [{"text": "yes"}, {"text": "no"}],
        "is_anonymous": False,
    }
    sent = await stage.bot("sendPoll", **ask)
    target = {"chat_id": lin, "message_id": sent["message_id"]}
    await stage.sim("votes", from_id=lin, option_ids=[1], **target)
    taken = await stage.updates()
    assert [each["voter_count"] for each in taken[0]["poll"]["options"]] == [0, 1]
    assert taken[1]["poll_answer"]["option_ids"] == [1]
    assert (await stage.bot("stopPoll", **target))["is_closed"] is True
    assert await stage.refused("stopPoll", **target) == "400 Bad Request: poll has already been closed"
    await stage.bot("sendPoll", **{**ask, "open_period": 60, "type": "quiz", "correct_option_ids": [0]})
    await stage.updates()
    await stage.sim("clock", advance="PT2M")
    assert (await stage.updates())[0]["poll"]["is_closed"] is True


async def test_dice_contacts_and_places_both_ways(stage: Stage) -> None:
    lin = await stage.person()
    assert 1 <= (await stage.bot("sendDice", chat_id=lin))["dice"]["value"] <= 6
    await stage.bot("sendContact", chat_id=lin, phone_number="+123", first_name="Shop")
    await stage.bot("sendVenue", chat_id=lin, latitude=31.2, longitude=121.5, title="Shop", address="Road 1")
    await stage.sim("messages", chat_id=lin, from_id=lin, contact=True)
    await stage.sim("messages", chat_id=lin, from_id=lin, dice="🎯")
    contact, dice = (each["message"] for each in await stage.updates())
    assert contact["contact"]["user_id"] == lin
    assert dice["dice"]["emoji"] == "🎯"


async def test_the_same_seed_and_steps_give_the_same_ids(stage: Stage) -> None:
    async def play() -> list[Any]:
        lin = await stage.person()
        said = await stage.says(lin, "hi")
        dice = await stage.bot("sendDice", chat_id=lin)
        poll = await stage.bot("sendPoll", chat_id=lin, question="q", options=[{"text": "a"}])
        return [lin, said["message_id"], dice["dice"]["value"], poll["poll"]["id"]]

    first = await play()
    await stage.sim("reset")
    assert await play() == first


async def test_a_reset_forgets_all_but_the_clock_and_the_update_numbers(stage: Stage) -> None:
    lin = await stage.person()
    await stage.says(lin, "hi")
    number = (await stage.bot("getUpdates"))[0]["update_id"]
    await stage.sim("reset")
    assert (await stage.look("state"))["users"] == []
    assert await stage.bot("getUpdates") == []
    await stage.says(await stage.person(), "again")
    assert (await stage.bot("getUpdates"))[0]["update_id"] > number


async def test_what_the_bot_sent_is_written_down(stage: Stage) -> None:
    lin = await stage.person()
    await stage.bot("sendMessage", chat_id=lin, text="x")
    await stage.refused("sendMessage", chat_id=lin, text="")
    first, second = (await stage.look("requests?method=sendMessage"))["requests"]
    assert first["params"] == {"chat_id": lin, "text": "x"}
    assert (second["status"], second["error"]) == (400, "Bad Request: message text is empty")
    assert (await stage.look(f"requests?after={second['id']}"))["requests"] == []


async def test_a_misspelt_body_is_an_error_with_the_fields_name(stage: Stage) -> None:
    for path, body in (("users", {"name": "Lin"}), ("messages", {"chat_id": 1, "from_id": 1, "txt": "x"})):
        async with stage.http.post(f"{stage.address}/sim/{path}", json=body) as response:
            assert response.status == 422
            assert ("name" if path == "users" else "txt") in await response.text()


async def test_the_control_api_describes_itself(stage: Stage) -> None:
    described = (await stage.look("openapi.json"))["paths"]
    for path in ("/sim/users", "/sim/messages", "/sim/clock", "/sim/faults", "/sim/requests", "/sim/events"):
        assert path in described
    async with stage.http.get(f"{stage.address}/sim/docs") as response:
        assert response.status == 200


async def test_only_this_machine_is_served(stage: Stage) -> None:
    for host in ("0.0.0.0", "192.168.1.5", "example.com"):  # noqa: S104
        with pytest.raises(ValueError, match="this machine only"):
            async with serving(stage.world, host=host):
                pass


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}]
)
async def test_pages_of_other_sites_cannot_steer_the_sandbox(stage: Stage, headers: dict[str, str]) -> None:
    async with stage.http.post(f"{stage.address}/sim/reset", headers=headers) as response:
        assert response.status == 403
    own = {"Origin": stage.address.replace("127.0.0.1", "localhost")}
    async with stage.http.get(f"{stage.address}/sim/state", headers=own) as response:
        assert response.status == 200
