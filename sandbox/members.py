"""How people and the bot come into chats, go, rise and fall, with the service messages and updates that follow."""

from __future__ import annotations

from typing import Final

from sandbox.posting import post
from sandbox.telegram.request import Refused
from sandbox.things import PERMISSIONS, RIGHTS, Chat, Invite, Json, Member, Person
from sandbox.world import World

# For so long the bot may write to who asks to join, though they never started it.
ASKING_SECONDS: Final = 300
DEFAULT_RIGHTS: Final = {right: right not in {"can_promote_members", "can_manage_topics"} for right in RIGHTS}


def told(chat: Chat, person: Person) -> Json:
    """Return the `ChatMember` of anybody, who never was there included."""
    member = chat.member(person.id)
    return member.chat_member() if member else {"status": "left", "user": person.user()}


def change(
    world: World,
    chat: Chat,
    person: Person,
    by: Person,
    old: Json,
    *,
    invite: Invite | None = None,
    asked: bool = False,
) -> None:
    """Tell the bot and the watchers how somebody's standing has changed from `old`."""
    new = told(chat, person)
    if old == new:
        return
    update: Json = {
        "chat": chat.chat(),
        "from": by.user(),
        "date": world.timestamp(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    if invite is not None:
        update["invite_link"] = invite.link
    if asked:
        update["via_join_request"] = True
    bot = chat.member(world.bot.id)
    if person.id == world.bot.id:
        world.updates.push("my_chat_member", update)
    elif bot is not None and bot.is_admin:
        world.updates.push("chat_member", update)
    watchers = world.watchers(chat) | {person.id}
    world.events.tell("member", chat.id, among=watchers, user_id=person.id, status=new["status"])


def enter(
    world: World, chat: Chat, person: Person, by: Person, *, invite: Invite | None = None, asked: bool = False
) -> None:
    """Let somebody in."""
    if chat.has(person.id):
        raise Refused(409, f"{person.id} is in the chat already")
    before = chat.member(person.id)
    old = told(chat, person)
    if before is not None and before.status == "kicked" and by.id == person.id:
        raise Refused(403, "who is banned cannot come back alone")
    if before is not None and before.status == "restricted":
        before.present = True
    else:
        chat.members[person.id] = Member(person, "member", tag=before.tag if before else None)
    chat.requests.pop(person.id, None)
    if invite is not None:
        invite.joined.add(person.id)
    if person.id == world.bot.id:
        change(world, chat, person, by, old, invite=invite, asked=asked)
    post(world, chat, by, {"new_chat_members": [person.user()]})
    if person.id != world.bot.id:
        change(world, chat, person, by, old, invite=invite, asked=asked)


def leave(world: World, chat: Chat, person: Person, by: Person, *, until: int = 0) -> None:
    """Let somebody go on their own, or throw them out for good (a ban, in supergroups)."""
    member = chat.member(person.id)
    if member is None or not member.is_in:
        raise Refused(409, f"{person.id} is not in the chat")
    old = told(chat, person)
    post(world, chat, by, {"left_chat_member": person.user()})
    if by.id == person.id and member.status == "restricted":
        member.present = False
    else:
        status = "left" if by.id == person.id else "kicked"
        chat.members[person.id] = Member(person, status, tag=member.tag, until=until)
    change(world, chat, person, by, old)


def ban(world: World, chat: Chat, person: Person, by: Person, *, until: int = 0) -> None:
    """Throw somebody out, or keep somebody out who is not there."""
    if chat.has(person.id):
        leave(world, chat, person, by, until=until)
        return
    old = told(chat, person)
    chat.members[person.id] = Member(person, "kicked", until=until)
    change(world, chat, person, by, old)


def unban(world: World, chat: Chat, person: Person, by: Person) -> None:
    old = told(chat, person)
    chat.members[person.id] = Member(person, "left")
    change(world, chat, person, by, old)


def promote(world: World, chat: Chat, person: Person, by: Person, rights: dict[str, bool]) -> None:
    """Give administrator rights; none at all means none any more."""
    member = chat.member(person.id)
    if member is None or not member.is_in:
        raise Refused(409, f"{person.id} is not in the chat")
    old = told(chat, person)
    raised = any(rights.values())
    kept = {**rights, "can_manage_chat": True} if raised else {}
    chat.members[person.id] = Member(
        person,
        "administrator" if raised else "member",
        kept,
        tag=member.tag,
        custom_title=member.custom_title if raised else None,
        is_anonymous=member.is_anonymous and raised,
    )
    change(world, chat, person, by, old)


def restrict(
    world: World, chat: Chat, person: Person, by: Person, permissions: dict[str, bool], *, until: int = 0
) -> None:
    """Take permissions away from somebody, or give all back."""
    member = chat.member(person.id)
    old = told(chat, person)
    inside = chat.has(person.id)
    tag = member.tag if member else None
    if all(permissions.get(each, False) for each in PERMISSIONS):
        chat.members[person.id] = Member(person, "member" if inside else "left", tag=tag)
    else:
        chat.members[person.id] = Member(
            person, "restricted", permissions=permissions, tag=tag, until=until, present=inside
        )
    change(world, chat, person, by, old)


def request(world: World, chat: Chat, person: Person, invite: Invite | None = None) -> None:
    """Ask to be let in; the bot hears of it if it may invite."""
    if chat.has(person.id):
        raise Refused(409, f"{person.id} is in the chat already")
    chat.requests[person.id] = str(invite.link["invite_link"]) if invite else None
    bot = chat.member(world.bot.id)
    if bot is None or not bot.may("can_invite_users"):
        return
    person.open_until = world.timestamp() + ASKING_SECONDS
    update: Json = {
        "chat": chat.chat(),
        "from": person.user(),
        "user_chat_id": person.id,
        "date": world.timestamp(),
    }
    if chat.is_guarded:
        update["query_id"] = query_id = world.long_id("join query")
        world.join_queries[query_id] = (chat.id, person.id)
    if invite is not None:
        invite.requested.add(person.id)
        update["invite_link"] = invite.link
    world.updates.push("chat_join_request", update)


def join_by(world: World, person: Person, link: str) -> str:
    """Follow an invite link; return `member` or `requested`."""
    for chat in world.chats.values():
        invite = chat.invites.get(link)
        if invite is None:
            continue
        _usable(world, invite)
        if invite.link["creates_join_request"]:
            request(world, chat, person, invite)
            return "requested"
        enter(world, chat, person, person, invite=invite)
        return "member"
    raise Refused(404, "there is no such invite link")


def _usable(world: World, invite: Invite) -> None:
    expires = invite.link.get("expire_date")
    limit = invite.link.get("member_limit")
    if invite.link["is_revoked"] or (expires and expires <= world.timestamp()):
        raise Refused(410, "the invite link has expired")
    if limit and len(invite.joined) >= limit:
        raise Refused(410, "the invite link is used up")


def set_blocked(world: World, person: Person, *, blocked: bool) -> None:
    """Block or unblock the bot in the private chat."""
    if person.blocked == blocked:
        return
    chat = world.chats[person.id]
    old: Json = {"status": "kicked" if person.blocked else "member", "user": world.bot.user()}
    if person.blocked:
        old["until_date"] = 0
    person.blocked = blocked
    if blocked:
        person.started = True
    new: Json = {"status": "kicked" if blocked else "member", "user": world.bot.user()}
    if blocked:
        new["until_date"] = 0
    update = {"chat": chat.chat(), "from": person.user(), "date": world.timestamp()}
    world.updates.push("my_chat_member", {**update, "old_chat_member": old, "new_chat_member": new})
    world.events.tell("user", person.id, user=world.shown_person(person))


def migrate(world: World, chat: Chat) -> Chat:
    """Make a supergroup of a basic group; both chats say so."""
    if chat.type != "group" or chat.migrated_to is not None:
        raise Refused(409, "only a basic group can become a supergroup")
    owner = next((each.person for each in chat.members.values() if each.status == "creator"), world.bot)
    new = world.add_chat("supergroup", chat.title, [])
    new.members = dict(chat.members)
    new.permissions = dict(chat.permissions)
    post(world, chat, owner, {"migrate_to_chat_id": new.id})
    post(world, new, owner, {"migrate_from_chat_id": chat.id})
    chat.migrated_to = new.id
    return new
