from __future__ import annotations

import aiohttp
import pytest

from tests.sandbox.conftest import TOKEN, Stage


async def test_a_wrong_token_is_unauthorized(stage: Stage) -> None:
    async with stage.http.get(f"{stage.address}/bot42:WRONG/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_methods_come_in_any_case_and_by_query_form_multipart_and_json(stage: Stage) -> None:
    lin = await stage.person()
    address = f"{stage.base}/SENDMESSAGE"
    form = aiohttp.FormData({"chat_id": str(lin), "text": "multi"})
    form._is_multipart = True
    sent = [
        stage.http.get(address, params={"chat_id": lin, "text": "query"}),
        stage.http.post(address, data={"chat_id": str(lin), "text": "form"}),
        stage.http.post(address, data=form),
        stage.http.post(address, json={"chat_id": lin, "text": "json"}),
        stage.http.post(address, json={"chat_id": str(lin), "text": "text id"}),
    ]
    texts = []
    for each in sent:
        async with each as response:
            texts.append((await response.json())["result"]["text"])
    assert texts == ["query", "form", "multi", "json", "text id"]


async def test_an_unknown_method_is_not_found_and_an_unplayed_one_is_named(stage: Stage) -> None:
    assert await stage.refused("makeCoffee") == "404 Not Found: method not found"
    assert (
        await stage.refused("getAvailableGifts")
        == "501 Not Implemented: the sandbox does not play getAvailableGifts yet"
    )


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"text": "x"}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": 999, "text": "x"}, "400 Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "400 Bad Request: chat not found"),
        ({"chat_id": 1001, "text": ""}, "400 Bad Request: message text is empty"),
        ({"chat_id": 1001, "text": " \n "}, "400 Bad Request: message text is empty"),
        ({"chat_id": 1001, "text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"chat_id": 1001, "text": "😀" * 2049}, "400 Bad Request: message is too long"),
        (
            {"chat_id": 1001, "text": "<b>x", "parse_mode": "HTML"},
            "400 Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ({"chat_id": 1001, "text": "x", "parse_mode": "RTF"}, "400 Bad Request: unsupported parse_mode"),
        (
            {"chat_id": 1001, "text": "x", "reply_parameters": {"message_id": 77}},
            "400 Bad Request: message to be replied not found",
        ),
        (
            {"chat_id": 1001, "text": "x", "message_thread_id": 5},
            "400 Bad Request: message thread not found",
        ),
    ],
)
async def test_a_message_that_cannot_be_sent_is_refused_in_telegrams_words(
    stage: Stage, params: dict[str, object], said: str
) -> None:
    stage.expected_faults = ["chat_id is missing"]
    await stage.person()
    assert await stage.refused("sendMessage", **params) == said


async def test_the_longest_message_passes_and_entities_do_not_count(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="<b>" + "字" * 4096 + "</b>", parse_mode="HTML")
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4096}]


async def test_who_blocked_never_started_or_is_a_bot_cannot_be_written_to(stage: Stage) -> None:
    blocker = await stage.person("Blocker")
    stranger = await stage.person("Stranger", started=False)
    robot = await stage.person("Robot", is_bot=True)
    await stage.sim("block", user_id=blocker, blocked=True)
    assert (
        await stage.refused("sendMessage", chat_id=blocker, text="x")
        == "403 Forbidden: bot was blocked by the user"
    )
    assert (
        await stage.refused("sendMessage", chat_id=stranger, text="x")
        == "403 Forbidden: bot can't initiate conversation with a user"
    )
    assert (
        await stage.refused("sendMessage", chat_id=robot, text="x")
        == "403 Forbidden: bot can't send messages to bots"
    )


async def test_blocking_and_unblocking_tell_the_bot(stage: Stage) -> None:
    lin = await stage.person()
    await stage.sim("block", user_id=lin, blocked=True)
    await stage.sim("block", user_id=lin, blocked=False)
    seen = [each["my_chat_member"]["new_chat_member"]["status"] for each in await stage.updates()]
    assert seen == ["kicked", "member"]
    await stage.bot("sendMessage", chat_id=lin, text="welcome back")


async def test_a_reply_carries_what_it_answers_but_no_chain(stage: Stage) -> None:
    lin = await stage.person()
    first = await stage.says(lin, "one")
    second = await stage.bot(
        "sendMessage", chat_id=lin, text="two", reply_parameters={"message_id": first["message_id"]}
    )
    third = await stage.bot(
        "sendMessage", chat_id=lin, text="three", reply_to_message_id=second["message_id"]
    )
    assert second["reply_to_message"]["text"] == "one"
    assert third["reply_to_message"]["text"] == "two"
    assert "reply_to_message" not in third["reply_to_message"]


async def test_a_reply_to_what_is_gone_may_be_sent_without(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot(
        "sendMessage",
        chat_id=lin,
        text="x",
        reply_parameters={"message_id": 99, "allow_sending_without_reply": True},
    )
    assert "reply_to_message" not in sent


async def test_a_quote_must_be_in_the_message(stage: Stage) -> None:
    lin = await stage.person()
    first = await stage.says(lin, "the whole 😀 sentence")
    quoted = {"message_id": first["message_id"], "quote": "sentence"}
    sent = await stage.bot("sendMessage", chat_id=lin, text="x", reply_parameters=quoted)
    assert sent["quote"] == {"text": "sentence", "position": 13, "is_manual": True}
    wrong = {"message_id": first["message_id"], "quote": "nowhere"}
    assert (
        await stage.refused("sendMessage", chat_id=lin, text="x", reply_parameters=wrong)
        == "400 Bad Request: QUOTE_TEXT_INVALID"
    )


async def test_forwards_name_their_origin_and_copies_do_not(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    said = await stage.says(lin, "hear /help")
    source = {"from_chat_id": lin, "message_id": said["message_id"]}
    forwarded = await stage.bot("forwardMessage", chat_id=mo, **source)
    assert forwarded["forward_origin"]["sender_user"]["id"] == lin
    assert forwarded["entities"] == said["entities"]
    copied = await stage.bot("copyMessage", chat_id=mo, **source)
    assert set(copied) == {"message_id"}
    shown = (await stage.look(f"chats/{mo}/messages"))["messages"][-1]
    assert shown["text"] == "hear /help"
    assert "forward_origin" not in shown
    many = await stage.bot(
        "copyMessages", chat_id=mo, from_chat_id=lin, message_ids=[said["message_id"], 500]
    )
    assert len(many) == 1
    assert (
        len(
            await stage.bot("forwardMessages", chat_id=mo, from_chat_id=lin, message_ids=[said["message_id"]])
        )
        == 1
    )


async def test_protected_content_stays(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="secret", protect_content=True)
    source = {"from_chat_id": lin, "message_id": sent["message_id"]}
    assert await stage.refused("forwardMessage", chat_id=lin, **source) == (
        "400 Bad Request: the message can't be forwarded"
    )


async def test_deletion_works_once_and_not_after_two_days(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="oops")
    assert await stage.bot("deleteMessage", chat_id=lin, message_id=sent["message_id"]) is True
    assert (
        await stage.refused("deleteMessage", chat_id=lin, message_id=sent["message_id"])
        == "400 Bad Request: message to delete not found"
    )
    old = await stage.bot("sendMessage", chat_id=lin, text="old")
    stage.advance(hours=49)
    assert (
        await stage.refused("deleteMessage", chat_id=lin, message_id=old["message_id"])
        == "400 Bad Request: message can't be deleted"
    )
    shown = (await stage.look(f"chats/{lin}/messages"))["messages"]
    assert [each["sandbox"]["deleted"] for each in shown] == [True, False]
    assert "text" not in shown[0]


async def test_a_pin_is_said_and_shown(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendMessage", chat_id=lin, text="rules")
    await stage.bot("pinChatMessage", chat_id=lin, message_id=sent["message_id"])
    assert (await stage.updates())[-1]["message"]["pinned_message"]["text"] == "rules"
    assert (await stage.bot("getChat", chat_id=lin))["pinned_message"]["message_id"] == sent["message_id"]
    await stage.bot("unpinChatMessage", chat_id=lin)
    assert "pinned_message" not in await stage.bot("getChat", chat_id=lin)


async def test_typing_is_shown_for_five_seconds_or_until_the_message(stage: Stage) -> None:
    lin = await stage.person()
    await stage.bot("sendChatAction", chat_id=lin, action="typing")
    assert (await stage.look(f"chats/{lin}/messages"))["typing"][0]["action"] == "typing"
    await stage.bot("sendMessage", chat_id=lin, text="there")
    assert (await stage.look(f"chats/{lin}/messages"))["typing"] == []
    await stage.bot("sendChatAction", chat_id=lin, action="typing")
    stage.advance(seconds=6)
    assert (await stage.look(f"chats/{lin}/messages"))["typing"] == []
    assert (
        await stage.refused("sendChatAction", chat_id=lin, action="dancing")
        == "400 Bad Request: wrong parameter action in request"
    )


async def test_message_ids_count_up_in_each_chat_and_dates_are_the_clocks(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    ids = [(await stage.bot("sendMessage", chat_id=who, text="x"))["message_id"] for who in (lin, lin, mo)]
    assert ids == [1, 2, 1]
    stage.advance(days=1)
    sent = await stage.bot("sendMessage", chat_id=lin, text="x")
    assert sent["date"] == int(stage.world.now().timestamp())


async def test_the_token_in_the_address_is_the_only_way_in(stage: Stage) -> None:
    for path in ("/botNONE/getMe", "/bot/getMe", f"/bot{TOKEN}"):
        async with stage.http.get(stage.address + path) as response:
            assert response.status == 404


async def test_a_person_who_writes_too_much_sends_several_messages(stage: Stage) -> None:
    lin = await stage.person()
    await stage.says(lin, "字" * 10_000)
    assert [len(each["message"]["text"]) for each in await stage.updates()] == [4096, 4096, 1808]


async def test_setting_and_deleting_a_webhook_say_what_was_done(stage: Stage) -> None:
    assert (await stage.call("deleteWebhook"))["description"] == "Webhook is already deleted"
    assert (await stage.call("setWebhook", url="https://example.invalid/x"))[
        "description"
    ] == "Webhook was set"
    assert (await stage.call("deleteWebhook"))["description"] == "Webhook was deleted"


async def test_mini_apps_send_data_as_service_messages(stage: Stage) -> None:
    lin = await stage.person()
    await stage.sim("messages", chat_id=lin, from_id=lin, web_app_data={"data": "42", "button_text": "Card"})
    message = (await stage.updates())[0]["message"]
    assert message["web_app_data"] == {"data": "42", "button_text": "Card"}


async def test_old_names_of_methods_still_work(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin)
    assert await stage.bot("getChatMembersCount", chat_id=group) == 2
