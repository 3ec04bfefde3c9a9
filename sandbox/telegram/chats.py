"""What a chat is and who is in it; its title, description, photo; the bot's leaving."""

from __future__ import annotations

from sandbox import files, members
from sandbox.posting import post
from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, Upload, bad
from sandbox.things import Chat, Json
from sandbox.views import tell_chat
from sandbox.world import World


@method("getChat")
def get_chat(world: World, call: Call) -> Json:
    chat = targets.chat_of(world, call)
    told = {
        **chat.chat(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if username := chat.username or (chat.person.username if chat.person else None):
        told["active_usernames"] = [username]
    if chat.description:
        told["description"] = chat.description
    if chat.pinned:
        told["pinned_message"] = chat.posts[chat.pinned[-1]].message
    if not chat.is_private:
        told["permissions"] = dict(chat.permissions)
    if chat.type == "supergroup":
        _about_supergroup(world, chat, told)
    return told


def _about_supergroup(world: World, chat: Chat, told: Json) -> None:
    if chat.join_by_request:
        told["join_by_request"] = True
    primary = next((each.link for each in chat.invites.values() if each.link["is_primary"]), None)
    if primary and targets.own(world, chat).may("can_invite_users"):
        told["invite_link"] = primary["invite_link"]


@method("getChatMemberCount")
def get_chat_member_count(world: World, call: Call) -> int:
    return len(world.watchers(targets.chat_of(world, call)))


@method("getChatAdministrators")
def get_chat_administrators(world: World, call: Call) -> list[Json]:
    chat = targets.chat_of(world, call)
    if chat.is_private:
        raise bad("there are no administrators in the private chat")
    # Other bots are left out, the caller is not.
    return [
        member.chat_member()
        for member in chat.members.values()
        if member.is_admin and (not member.person.is_bot or member.person.id == world.bot.id)
    ]


@method("getChatMember")
def get_chat_member(world: World, call: Call) -> Json:
    chat = targets.chat_of(world, call)
    number = call.get("user_id")
    if not isinstance(number, int) or number <= 0:
        raise bad("invalid user_id specified")
    person = world.person(number)
    if person is None:
        raise bad("PARTICIPANT_ID_INVALID" if chat.type == "supergroup" else "member not found")
    return members.told(chat, person)


@method("leaveChat")
def leave_chat(world: World, call: Call) -> bool:
    chat = targets.chat_of(world, call)
    if chat.is_private:
        raise bad("chat member status can't be changed in private chats")
    members.leave(world, chat, world.bot, world.bot)
    return True


@method("setChatTitle")
def set_chat_title(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_change_info", "change chat title")
    title = call.text("title").strip()
    if not 1 <= len(title) <= 128:
        raise bad("title must be non-empty" if not title else "CHAT_TITLE_INVALID")
    if title == chat.title:
        raise bad("chat title is not modified")
    chat.title = title
    post(world, chat, world.bot, {"new_chat_title": title})
    tell_chat(world, chat)
    return True


@method("setChatDescription")
def set_chat_description(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_change_info", "change chat description")
    text = call.text("description")
    if len(text) > 255:
        raise bad("CHAT_ABOUT_TOO_LONG")
    if text == chat.description:
        raise bad("chat description is not modified")
    chat.description = text
    return True


@method("setChatPhoto")
def set_chat_photo(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_change_info", "change chat photo")
    photo = call.get("photo")
    if not isinstance(photo, Upload):
        raise bad("photo must be uploaded as an InputFile")
    sizes = [files.photo_size(part) for part in world.files.add_photo(photo)]
    post(world, chat, world.bot, {"new_chat_photo": sizes})
    return True


@method("deleteChatPhoto")
def delete_chat_photo(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_change_info", "change chat photo")
    post(world, chat, world.bot, {"delete_chat_photo": True})
    return True


@method("setChatPermissions")
def set_chat_permissions(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_restrict_members", "change chat permissions")
    given = call.get("permissions")
    if not isinstance(given, dict):
        raise bad("can't parse permissions JSON object")
    chat.permissions = {name: given.get(name) is True for name in chat.permissions}
    return True


@method("getUserProfilePhotos")
def get_user_profile_photos(world: World, call: Call) -> Json:
    targets.person_of(world, call)
    return {"total_count": 0, "photos": []}


@method("getUserChatBoosts")
def get_user_chat_boosts(world: World, call: Call) -> Json:
    targets.administered(world, call, "can_manage_chat")
    targets.person_of(world, call)
    return {"boosts": []}


@method("getUserProfileAudios")
def get_user_profile_audios(world: World, call: Call) -> Json:
    targets.person_of(world, call)
    return {"total_count": 0, "audios": []}
