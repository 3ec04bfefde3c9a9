"""What an administrator does with members: bans, limits, raises, names, tags."""

from __future__ import annotations

import re
from typing import Final

from sandbox import members
from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import PERMISSIONS, RIGHTS, Chat, Member, Person
from sandbox.views import tell_chat
from sandbox.world import World

_FOREVER: Final = 366 * 24 * 3600
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\ufe0f]")


def _until(world: World, call: Call) -> int:
    """Return when it ends; less than half a minute or more than 366 days is for ever."""
    until = call.number("until_date")
    left = until - world.timestamp()
    return until if 30 <= left <= _FOREVER else 0


def _other_member(world: World, chat: Chat, call: Call, doing: str) -> Person:
    person = targets.person_of(world, call)
    member = chat.member(person.id)
    if person.id == world.bot.id:
        raise bad(f"can't {doing} self")
    if member is not None and member.status == "creator":
        raise bad(f"can't {'remove' if doing == 'kick' else doing} chat owner")
    if (
        member is not None
        and member.status == "administrator"
        and not targets.own(world, chat).may("can_promote_members")
    ):
        raise bad("user is an administrator of the chat")
    return person


@method("banChatMember")
def ban_chat_member(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_restrict_members", "restrict/unrestrict chat member")
    person = _other_member(world, chat, call, "kick")
    if chat.type == "group" and not chat.has(person.id):
        raise bad("USER_NOT_PARTICIPANT")
    members.ban(world, chat, person, world.bot, until=_until(world, call))
    return True


@method("unbanChatMember")
def unban_chat_member(world: World, call: Call) -> bool:
    chat = targets.supergroup(
        targets.administered(world, call, "can_restrict_members", "restrict/unrestrict chat member")
    )
    person = targets.person_of(world, call)
    if chat.has(person.id):
        if call.flag("only_if_banned"):
            return True
        members.leave(world, chat, person, world.bot)
    members.unban(world, chat, person, world.bot)
    return True


@method("restrictChatMember")
def restrict_chat_member(world: World, call: Call) -> bool:
    chat = targets.supergroup(
        targets.administered(world, call, "can_restrict_members", "restrict/unrestrict chat member")
    )
    person = _other_member(world, chat, call, "restrict")
    given = call.get("permissions")
    if not isinstance(given, dict):
        raise bad("can't parse permissions JSON object")
    permissions = {name: given.get(name) is True for name in PERMISSIONS}
    if not call.flag("use_independent_chat_permissions") and permissions["can_send_other_messages"]:
        permissions |= dict.fromkeys(PERMISSIONS[:7], True)
    members.restrict(world, chat, person, world.bot, permissions, until=_until(world, call))
    return True


@method("promoteChatMember")
def promote_chat_member(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_promote_members", "promote/demote chat members")
    targets.supergroup(chat)
    person = _other_member(world, chat, call, "promote")
    if not chat.has(person.id):
        raise bad("USER_NOT_PARTICIPANT")
    rights = {right: call.flag(right) for right in RIGHTS}
    own = targets.own(world, chat)
    if any(given and not own.may(right) for right, given in rights.items() if right != "can_manage_chat"):
        raise bad("RIGHT_FORBIDDEN")
    members.promote(world, chat, person, world.bot, rights)
    member = chat.members[person.id]
    member.is_anonymous = call.flag("is_anonymous") and member.is_admin
    return True


def _inside(chat: Chat, person: Person) -> Member:
    member = chat.member(person.id)
    if member is None or not member.is_in:
        raise bad("USER_NOT_PARTICIPANT")
    return member


@method("setChatAdministratorCustomTitle")
def set_custom_title(world: World, call: Call) -> bool:
    chat = targets.supergroup(
        targets.administered(world, call, "can_promote_members", "change custom title of the user")
    )
    member = _inside(chat, targets.person_of(world, call))
    title = call.text("custom_title")
    if member.status != "administrator":
        raise bad("user is not an administrator")
    if len(title) > 16:
        raise bad("ADMIN_RANK_INVALID")
    if _EMOJI.search(title):
        raise bad("ADMIN_RANK_EMOJI_NOT_ALLOWED")
    member.custom_title = title or None
    return True


@method("setChatMemberTag")
def set_chat_member_tag(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_manage_tags", "manage tags of chat members")
    person = targets.person_of(world, call)
    member = _inside(chat, person)
    tag = call.text("tag")
    if member.is_admin:
        raise bad("user is an administrator of the chat")
    if len(tag) > 16:
        raise bad("RANK_INVALID")
    if _EMOJI.search(tag):
        raise bad("RANK_EMOJI_NOT_ALLOWED")
    old = members.told(chat, person)
    member.tag = tag or None
    members.change(world, chat, person, world.bot, old)
    tell_chat(world, chat)
    return True
