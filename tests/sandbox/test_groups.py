from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import Stage


async def heard(stage: Stage) -> list[str]:
    return [each["message"].get("text", "service") for each in await stage.updates() if "message" in each]


async def test_privacy_mode_lets_commands_mentions_and_replies_through(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin)
    ours = await stage.bot("sendMessage", chat_id=group, text="ask me")
    for text in (
        "hello",
        "/start",
        "/start@sandbox_bot",
        "/start@other_bot",
        "hi @Sandbox_Bot",
        "see /start",
    ):
        await stage.says(lin, text, group)
    await stage.says(lin, "a reply", group, reply_to=ours["message_id"])
    assert await heard(stage) == ["/start", "/start@sandbox_bot", "hi @Sandbox_Bot", "a reply"]


async def test_an_administrator_hears_everything(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin, bot_admin=True)
    await stage.says(lin, "hello", group)
    assert await heard(stage) == ["hello"]


async def test_without_privacy_mode_everything_is_heard(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin)
    await stage.sim("privacy", enabled=False)
    await stage.says(lin, "hello", group)
    assert await heard(stage) == ["hello"]
    assert (await stage.bot("getMe"))["can_read_all_group_messages"] is True


async def test_other_bots_are_not_heard(stage: Stage) -> None:
    lin = await stage.person()
    robot = await stage.person("Robot", is_bot=True)
    group = await stage.group(lin, robot, bot_admin=True)
    await stage.says(robot, "beep", group)
    assert await heard(stage) == []


async def test_the_bot_hears_of_its_own_coming_rise_and_going(stage: Stage) -> None:
    lin = await stage.person()
    chat = await stage.sim("chats", type="supergroup", title="Coffee", member_ids=[lin])
    group, bot = chat["id"], 42
    await stage.sim(f"chats/{group}/members", user_id=bot, action="promote")
    await stage.sim(f"chats/{group}/members", user_id=bot, action="demote")
    await stage.sim(f"chats/{group}/members", user_id=bot, action="remove")
    taken = await stage.updates()
    mine = [each["my_chat_member"] for each in taken if "my_chat_member" in each]
    assert [each["new_chat_member"]["status"] for each in mine] == [
        "member",
        "administrator",
        "member",
        "kicked",
    ]
    assert mine[0]["from"]["id"] == lin
    assert taken[1]["message"]["new_chat_members"][0]["id"] == bot
    assert await stage.refused("sendMessage", chat_id=group, text="x") == (
        "403 Forbidden: bot was kicked from the supergroup chat"
    )


async def test_who_comes_and_goes_is_said_in_the_chat_and_told_to_an_administrator(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, bot_admin=True)
    await stage.bot("getUpdates", allowed_updates=["message", "chat_member"])
    await stage.sim(f"chats/{group}/members", user_id=mo, action="add")
    await stage.sim(f"chats/{group}/members", user_id=mo, action="leave")
    taken = await stage.updates()
    assert [next(iter(set(each) - {"update_id"})) for each in taken] == ["message", "chat_member"] * 2
    assert taken[0]["message"]["new_chat_members"][0]["id"] == mo
    assert taken[1]["chat_member"]["new_chat_member"]["status"] == "member"
    assert taken[2]["message"]["left_chat_member"]["id"] == mo
    assert taken[3]["chat_member"]["new_chat_member"]["status"] == "left"


async def test_members_are_counted_listed_and_looked_up(stage: Stage) -> None:
    lin, mo, ann = await stage.person("Lin"), await stage.person("Mo"), await stage.person("Ann")
    group = await stage.group(lin, mo, bot_admin=True)
    assert await stage.bot("getChatMemberCount", chat_id=group) == 3
    admins = await stage.bot("getChatAdministrators", chat_id=group)
    assert [(each["user"]["id"], each["status"]) for each in admins] == [
        (lin, "creator"),
        (42, "administrator"),
    ]
    for who, status in ((mo, "member"), (ann, "left"), (42, "administrator")):
        assert (await stage.bot("getChatMember", chat_id=group, user_id=who))["status"] == status
    assert (
        await stage.refused("getChatMember", chat_id=group, user_id=5)
        == "400 Bad Request: PARTICIPANT_ID_INVALID"
    )
    full = await stage.bot("getChat", chat_id=group)
    assert (full["title"], full["permissions"]["can_send_messages"]) == ("Coffee", True)


async def test_a_ban_ends_and_the_banned_cannot_come_alone(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo, bot_admin=True)
    until = int(stage.world.now().timestamp()) + 3600
    await stage.bot("banChatMember", chat_id=group, user_id=mo, until_date=until)
    assert (await stage.bot("getChatMember", chat_id=group, user_id=mo))["until_date"] == until
    await stage.sim("clock", advance="PT2H")
    assert (await stage.bot("getChatMember", chat_id=group, user_id=mo))["status"] == "left"
    await stage.bot("banChatMember", chat_id=group, user_id=mo)
    await stage.bot("unbanChatMember", chat_id=group, user_id=mo, only_if_banned=True)
    assert (await stage.bot("getChatMember", chat_id=group, user_id=mo))["status"] == "left"


async def test_a_restriction_silences_and_lifting_it_does_not(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo, bot_admin=True)
    await stage.bot("restrictChatMember", chat_id=group, user_id=mo, permissions={"can_send_messages": False})
    said = {"chat_id": group, "from_id": mo, "text": "hm"}
    async with stage.http.post(f"{stage.address}/sim/messages", json=said) as response:
        assert response.status == 403
    everything = (await stage.bot("getChat", chat_id=group))["permissions"]
    await stage.bot("restrictChatMember", chat_id=group, user_id=mo, permissions=everything)
    assert (await stage.bot("getChatMember", chat_id=group, user_id=mo))["status"] == "member"


async def test_rights_decide_what_the_bot_may(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo)
    assert await stage.refused("banChatMember", chat_id=group, user_id=mo) == (
        "400 Bad Request: not enough rights to restrict/unrestrict chat member"
    )
    assert await stage.refused("pinChatMessage", chat_id=group, message_id=1) == (
        "400 Bad Request: not enough rights to manage pinned messages in the chat"
    )
    await stage.sim(f"chats/{group}/members", user_id=42, action="promote")
    assert await stage.refused("banChatMember", chat_id=group, user_id=lin) == (
        "400 Bad Request: can't remove chat owner"
    )


async def test_a_promoted_member_shows_title_and_rights(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo)
    rights = dict.fromkeys(("can_promote_members", "can_pin_messages", "can_manage_tags"), True)
    await stage.sim(f"chats/{group}/members", user_id=42, action="promote", rights=rights)
    await stage.bot("promoteChatMember", chat_id=group, user_id=mo, can_pin_messages=True)
    await stage.bot("setChatAdministratorCustomTitle", chat_id=group, user_id=mo, custom_title="Barista")
    member = await stage.bot("getChatMember", chat_id=group, user_id=mo)
    assert (member["status"], member["can_pin_messages"], member["custom_title"]) == (
        "administrator",
        True,
        "Barista",
    )
    assert await stage.refused("promoteChatMember", chat_id=group, user_id=mo, can_restrict_members=True) == (
        "400 Bad Request: RIGHT_FORBIDDEN"
    )


async def test_a_tag_shows_the_tier_on_what_a_member_says(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo, bot_admin=True)
    tag = {"chat_id": group, "user_id": mo}
    await stage.bot("setChatMemberTag", tag="Gold", **tag)
    assert (await stage.says(mo, "hi", group))["sender_tag"] == "Gold"
    assert (await stage.bot("getChatMember", **tag))["tag"] == "Gold"
    assert await stage.refused("setChatMemberTag", tag="x" * 17, **tag) == "400 Bad Request: RANK_INVALID"
    assert (
        await stage.refused("setChatMemberTag", tag="⭐", **tag) == "400 Bad Request: RANK_EMOJI_NOT_ALLOWED"
    )
    state = await stage.look(f"state?viewer={mo}")
    assert state["chats"][-1]["tags"] == {str(mo): "Gold"}


async def test_join_requests_are_decided_by_the_bot(stage: Stage) -> None:
    lin, mo, ann = (
        await stage.person("Lin"),
        await stage.person("Mo"),
        await stage.person("Ann", started=False),
    )
    group = await stage.group(lin, bot_admin=True)
    link = await stage.bot("createChatInviteLink", chat_id=group, name="VIP", creates_join_request=True)
    for who in (mo, ann):
        assert await stage.sim("join", user_id=who, invite_link=link["invite_link"]) == {
            "status": "requested"
        }
    asked = [each["chat_join_request"] for each in await stage.updates()]
    assert [(each["from"]["id"], each["invite_link"]["name"]) for each in asked] == [
        (mo, "VIP"),
        (ann, "VIP"),
    ]
    await stage.bot("approveChatJoinRequest", chat_id=group, user_id=mo)
    await stage.bot("sendMessage", chat_id=ann, text="why?")
    stage.advance(minutes=6)
    assert (await stage.refused("sendMessage", chat_id=ann, text="x")).startswith("403")
    await stage.bot("declineChatJoinRequest", chat_id=group, user_id=ann)
    assert (await stage.bot("getChatMember", chat_id=group, user_id=mo))["status"] == "member"
    assert (await stage.bot("getChatMember", chat_id=group, user_id=ann))["status"] == "left"
    assert await stage.refused("approveChatJoinRequest", chat_id=group, user_id=mo) == (
        "400 Bad Request: USER_ALREADY_PARTICIPANT"
    )
    assert await stage.refused("declineChatJoinRequest", chat_id=group, user_id=ann) == (
        "400 Bad Request: HIDE_REQUESTER_MISSING"
    )


async def test_invite_links_are_used_up_revoked_and_replaced(stage: Stage) -> None:
    lin, mo, ann = await stage.person("Lin"), await stage.person("Mo"), await stage.person("Ann")
    group = await stage.group(lin, bot_admin=True)
    once = await stage.bot("createChatInviteLink", chat_id=group, member_limit=1)
    assert await stage.sim("join", user_id=mo, invite_link=once["invite_link"]) == {"status": "member"}
    body = {"user_id": ann, "invite_link": once["invite_link"]}
    async with stage.http.post(f"{stage.address}/sim/join", json=body) as response:
        assert response.status == 410
    first = await stage.bot("exportChatInviteLink", chat_id=group)
    second = await stage.bot("exportChatInviteLink", chat_id=group)
    assert (await stage.bot("getChat", chat_id=group))["invite_link"] == second != first
    revoked = await stage.bot("revokeChatInviteLink", chat_id=group, invite_link=second)
    assert revoked["is_revoked"] is True


async def test_a_group_that_migrates_says_so_on_both_sides(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin, kind="group")
    moved = await stage.sim(f"chats/{group}/migrate")
    said = [each["message"] for each in await stage.updates()]
    assert (said[0]["chat"]["id"], said[0]["migrate_to_chat_id"]) == (group, moved["new_id"])
    assert (said[1]["chat"]["id"], said[1]["migrate_from_chat_id"]) == (moved["new_id"], group)
    assert await stage.call("sendMessage", chat_id=group, text="x") == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": moved["new_id"]},
    }
    await stage.bot("sendMessage", chat_id=moved["new_id"], text="here")


async def test_the_bot_leaves_and_is_no_member(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin)
    await stage.bot("leaveChat", chat_id=group)
    assert await stage.refused("sendMessage", chat_id=group, text="x") == (
        "403 Forbidden: bot is not a member of the supergroup chat"
    )


async def test_topics_hold_their_messages_and_can_be_closed(stage: Stage) -> None:
    lin = await stage.person()
    forum = await stage.group(lin, kind="forum", bot_admin=True)
    topic = await stage.bot("createForumTopic", chat_id=forum, name="News")
    thread = topic["message_thread_id"]
    sent = await stage.bot("sendMessage", chat_id=forum, message_thread_id=thread, text="x")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    assert "message_thread_id" not in await stage.bot("sendMessage", chat_id=forum, text="general")
    assert (await stage.says(lin, "/hi", forum, thread_id=thread))["is_topic_message"] is True
    await stage.bot("editForumTopic", chat_id=forum, message_thread_id=thread, name="Events")
    await stage.bot("closeForumTopic", chat_id=forum, message_thread_id=thread)
    close: dict[str, Any] = {"chat_id": forum, "message_thread_id": thread}
    assert await stage.refused("closeForumTopic", **close) == "400 Bad Request: TOPIC_NOT_MODIFIED"
    await stage.bot("reopenForumTopic", **close)
    state = await stage.look(f"state?viewer={lin}")
    assert state["chats"][-1]["topics"][0]["name"] == "Events"
    await stage.bot("deleteForumTopic", **close)
    assert (
        await stage.refused("sendMessage", text="x", **close) == "400 Bad Request: message thread not found"
    )


async def test_ephemeral_messages_are_seen_by_one_person_only(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo, bot_admin=True)
    sent = await stage.bot(
        "sendMessage", chat_id=group, text="welcome", ephemeral_message_parameters={"receiver_user_id": mo}
    )
    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, mo)
    seen = {
        who: [
            each.get("text")
            for each in (await stage.look(f"chats/{group}/messages?viewer={who}"))["messages"]
        ]
        for who in (lin, mo)
    }
    assert "welcome" in seen[mo]
    assert "welcome" not in seen[lin]
    target = {"chat_id": group, "receiver_user_id": mo, "ephemeral_message_id": sent["ephemeral_message_id"]}
    assert await stage.bot("editEphemeralMessageText", text="welcome, Mo", **target) is True
    assert await stage.bot("deleteEphemeralMessage", **target) is True
    assert await stage.refused("deleteEphemeralMessage", **target) == (
        "400 Bad Request: message to delete not found"
    )
    assert await stage.refused(
        "sendMessage", chat_id=group, text="x", ephemeral_message_parameters={"receiver_user_id": 5}
    ) == ("400 Bad Request: PARTICIPANT_ID_INVALID")


async def test_an_ephemeral_command_is_heard_and_answered_in_secret(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin)
    commands = [{"command": "points", "description": "My points", "is_ephemeral": True}]
    await stage.bot("setMyCommands", commands=commands)
    said = await stage.says(lin, "/points", group)
    assert said["message_id"] == 0
    asked = (await stage.updates())[0]["message"]
    answer = {
        "chat_id": group,
        "text": "120",
        "ephemeral_message_parameters": {"receiver_user_id": lin},
        "reply_parameters": {"ephemeral_message_id": asked["ephemeral_message_id"]},
    }
    assert (await stage.bot("sendMessage", **answer))["reply_to_message"]["text"] == "/points"
    stage.advance(seconds=20)
    assert await stage.refused("sendMessage", **answer) == "400 Bad Request: message to be replied not found"


@pytest.mark.parametrize("action", ["promote", "demote"])
async def test_a_persons_rise_is_told_to_an_administrator(stage: Stage, action: str) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, mo, bot_admin=True)
    await stage.bot("getUpdates", allowed_updates=["chat_member"])
    await stage.sim(f"chats/{group}/members", user_id=mo, action="promote")
    await stage.sim(f"chats/{group}/members", user_id=mo, action=action)
    seen = [each["chat_member"]["new_chat_member"]["status"] for each in await stage.updates()]
    assert seen == (["administrator"] if action == "promote" else ["administrator", "member"])


async def test_an_anonymous_administrator_speaks_as_the_group(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin, bot_admin=True)
    await stage.says(lin, "/setup", group, sender_chat=group)
    message = (await stage.updates())[0]["message"]
    assert (message["from"]["id"], message["sender_chat"]["id"]) == (1087968824, group)


async def test_a_members_reaction_is_told_where_it_was_asked_for(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin, bot_admin=True)
    await stage.bot("getUpdates", allowed_updates=["message_reaction"])
    sent = await stage.bot("sendMessage", chat_id=group, text="x")
    await stage.sim("reactions", chat_id=group, message_id=sent["message_id"], from_id=lin, emoji=["🔥"])
    change = (await stage.updates())[0]["message_reaction"]
    assert (change["user"]["id"], change["old_reaction"]) == (lin, [])
    assert change["new_reaction"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_a_guarding_bot_decides_by_the_querys_id(stage: Stage) -> None:
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    group = await stage.group(lin, bot_admin=True, guarded=True)
    await stage.sim(f"chats/{group}/members", user_id=mo, action="join_request")
    query = (await stage.updates())[0]["chat_join_request"]["query_id"]
    answer = {"chat_join_request_query_id": query, "result": "approve"}
    assert await stage.bot("answerChatJoinRequestQuery", **answer) is True
    assert (await stage.bot("getChatMember", chat_id=group, user_id=mo))["status"] == "member"
    assert (await stage.refused("answerChatJoinRequestQuery", **answer)).startswith(
        "400 Bad Request: query is too old"
    )


async def test_the_general_topic_can_be_closed_and_hidden(stage: Stage) -> None:
    lin = await stage.person()
    forum = await stage.group(lin, kind="forum", bot_admin=True)
    await stage.bot("closeGeneralForumTopic", chat_id=forum)
    await stage.bot("reopenGeneralForumTopic", chat_id=forum)
    await stage.bot("hideGeneralForumTopic", chat_id=forum)
    assert (
        await stage.refused("hideGeneralForumTopic", chat_id=forum) == "400 Bad Request: TOPIC_NOT_MODIFIED"
    )
    await stage.bot("sendMessage", chat_id=forum, text="an administrator may still")
    await stage.sim(f"chats/{forum}/members", user_id=42, action="demote")
    assert await stage.refused("sendMessage", chat_id=forum, text="x") == "400 Bad Request: TOPIC_CLOSED"


async def test_a_channel_speaks_in_a_group(stage: Stage) -> None:
    lin = await stage.person()
    group = await stage.group(lin, bot_admin=True)
    await stage.says(lin, "news", group, sender_chat={"id": -1009, "title": "News"})
    message = (await stage.updates())[0]["message"]
    assert (message["from"]["id"], message["sender_chat"]["type"]) == (136817688, "channel")


async def test_topics_in_a_private_chat_are_there_when_the_bot_has_them_enabled(stage: Stage) -> None:
    lin = await stage.person()
    assert await stage.refused("createForumTopic", chat_id=lin, name="Orders") == (
        "400 Bad Request: the chat is not a forum"
    )
    await stage.sim("private-topics", enabled=True)
    assert (await stage.bot("getMe"))["has_topics_enabled"] is True
    topic = await stage.bot("createForumTopic", chat_id=lin, name="Orders")
    thread = topic["message_thread_id"]
    sent = await stage.bot("sendMessage", chat_id=lin, message_thread_id=thread, text="here")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    said = await stage.says(lin, "thanks", thread_id=thread)
    assert said["message_thread_id"] == thread
