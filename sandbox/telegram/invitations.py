"""Invite links and requests to join."""

from __future__ import annotations

import base64
import hashlib

from sandbox import members
from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Invite, Json, Person
from sandbox.world import World

_RIGHT = "can_invite_users"
_DOING = "manage chat invite link"


def make_link(world: World, chat: Chat, *, primary: bool, creator: Person | None = None) -> Invite:
    """Make an invite link; a new primary one revokes the old."""
    if primary:
        for invite in chat.invites.values():
            if invite.link["is_primary"]:
                invite.link |= {"is_revoked": True, "is_primary": False}
    seed = f"{world.seed}/{chat.id}/{world.count('invite')}"
    code = base64.urlsafe_b64encode(hashlib.sha256(seed.encode()).digest()[:12]).decode()
    link: Json = {
        "invite_link": f"https://t.me/+{code}",
        "creator": (creator or world.bot).user(),
        "creates_join_request": chat.join_by_request,
        "is_primary": primary,
        "is_revoked": False,
    }
    invite = chat.invites[link["invite_link"]] = Invite(link)
    return invite


def _named(call: Call, link: Json) -> None:
    name = call.text("name")
    limit = call.get("member_limit")
    if len(name) > 32:
        raise bad("INVITE_LINK_NAME_TOO_LONG")
    if isinstance(limit, int) and not 1 <= limit <= 99999:
        raise bad("USAGE_LIMIT_INVALID")
    if call.flag("creates_join_request") and isinstance(limit, int):
        raise bad("member limit can't be specified for links requiring administrator approval")
    link["creates_join_request"] = call.flag("creates_join_request")
    for field, value in (("name", name), ("expire_date", call.get("expire_date")), ("member_limit", limit)):
        link.pop(field, None)
        if value:
            link[field] = value


@method("exportChatInviteLink")
def export_chat_invite_link(world: World, call: Call) -> str:
    chat = targets.administered(world, call, _RIGHT, _DOING)
    return str(make_link(world, chat, primary=True).link["invite_link"])


@method("createChatInviteLink")
def create_chat_invite_link(world: World, call: Call) -> Json:
    chat = targets.administered(world, call, _RIGHT, _DOING)
    invite = make_link(world, chat, primary=False)
    _named(call, invite.link)
    return invite.link


def _existing(world: World, call: Call) -> Invite:
    chat = targets.administered(world, call, _RIGHT, _DOING)
    invite = chat.invites.get(call.text("invite_link"))
    if invite is None:
        raise bad("INVITE_HASH_EXPIRED")
    return invite


@method("editChatInviteLink")
def edit_chat_invite_link(world: World, call: Call) -> Json:
    invite = _existing(world, call)
    if invite.link["is_primary"] or invite.link["is_revoked"]:
        raise bad("INVITE_HASH_EXPIRED")
    _named(call, invite.link)
    return invite.link


@method("revokeChatInviteLink")
def revoke_chat_invite_link(world: World, call: Call) -> Json:
    invite = _existing(world, call)
    invite.link["is_revoked"] = True
    return invite.link


def _asking(chat: Chat, person: Person) -> Invite | None:
    if person.id not in chat.requests:
        raise bad("USER_ALREADY_PARTICIPANT" if chat.has(person.id) else "HIDE_REQUESTER_MISSING")
    link = chat.requests.pop(person.id)
    return chat.invites.get(link) if link else None


def _decide(world: World, chat: Chat, person: Person, *, approved: bool) -> bool:
    invite = _asking(chat, person)
    if approved:
        members.enter(world, chat, person, person, invite=invite, asked=True)
    return True


@method("approveChatJoinRequest", "declineChatJoinRequest")
def decide_join_request(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, _RIGHT)
    person = targets.person_of(world, call)
    return _decide(world, chat, person, approved=call.method == "approveChatJoinRequest")


@method("answerChatJoinRequestQuery")
def answer_join_query(world: World, call: Call) -> bool:
    asked = world.join_queries.pop(call.text("chat_join_request_query_id"), None)
    result = call.text("result")
    if asked is None:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if result not in {"approve", "decline", "queue"}:
        raise bad("wrong parameter result in request")
    if result == "queue":
        return True  # other administrators decide, or the bot later by approve and decline
    return _decide(world, world.chats[asked[0]], world.people[asked[1]], approved=result == "approve")


@method("sendChatJoinRequestWebApp")
def send_join_web_app(world: World, call: Call) -> bool:
    if call.text("chat_join_request_query_id") not in world.join_queries:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if not call.text("web_app_url").startswith("https://"):
        raise bad("Web App URL is invalid: Only HTTPS links are allowed")
    return True
