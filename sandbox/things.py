"""What the world consists of: people, chats, memberships, topics, messages and the bot's open questions."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

Json = dict[str, Any]

RIGHTS: Final = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
    "can_send_welcome_messages",
)
PERMISSIONS: Final = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class Person:
    """A user of Telegram, or another bot; `started`, or an open join request, lets our bot write."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_premium: bool = False
    started: bool = False
    blocked: bool = False
    open_until: int = 0

    def user(self) -> Json:
        """Return the Bot API's `User`."""
        told: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if value := getattr(self, name):
                told[name] = value
        if self.is_premium:
            told["is_premium"] = True
        return told


@dataclass(slots=True)
class Member:
    """How one person stands in one chat; `status` is the Bot API's word for it."""

    person: Person
    status: str
    rights: dict[str, bool] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=dict)
    tag: str | None = None
    custom_title: str | None = None
    until: int = 0
    present: bool = True
    is_anonymous: bool = False

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    @property
    def is_in(self) -> bool:
        return self.status in {"creator", "administrator", "member"} or (
            self.status == "restricted" and self.present
        )

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))

    def chat_member(self) -> Json:
        """Return the Bot API's `ChatMember`."""
        told: Json = {"status": self.status, "user": self.person.user()}
        if self.is_admin:
            told["is_anonymous"] = self.is_anonymous
            if self.custom_title:
                told["custom_title"] = self.custom_title
        elif self.tag and self.status in {"member", "restricted"}:
            told["tag"] = self.tag
        if self.status == "administrator":
            told["can_be_edited"] = False
            told |= {right: self.rights.get(right, False) for right in RIGHTS}
        elif self.status == "restricted":
            told |= {each: self.permissions.get(each, False) for each in PERMISSIONS}
            told |= {"is_member": self.present, "until_date": self.until}
        elif self.status == "kicked":
            told["until_date"] = self.until
        return told


@dataclass(slots=True)
class Topic:
    """A thread of a forum."""

    message_thread_id: int
    name: str
    icon_color: int
    icon_custom_emoji_id: str | None = None
    closed: bool = False


@dataclass(slots=True)
class Post:
    """A message as it stands: `message` is the Bot API's object, the rest what only the sandbox knows."""

    seq: int
    message: Json
    sender_id: int
    ephemeral_for: int | None = None
    ephemeral_id: int | None = None
    replaces: int | None = None
    edits: int = 0
    deleted: bool = False
    silent: bool = False
    keyboard: Json | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    invoice: Json | None = None
    paid_by: set[int] = field(default_factory=set)

    @property
    def message_id(self) -> int:
        return int(self.message["message_id"])

    @property
    def text(self) -> str:
        return str(self.message.get("text") or self.message.get("caption") or "")


@dataclass(slots=True)
class Draft:
    """A message of the bot while it is being written; it fades after 30 seconds."""

    draft_id: int
    text: str
    entities: list[Json]
    can_stop: bool
    keep_on_stop: bool
    until: datetime
    thread_id: int | None = None


@dataclass(slots=True)
class Invite:
    """An invite link with what it allows."""

    link: Json
    joined: set[int] = field(default_factory=set)
    requested: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Chat:
    """A conversation: private (its id is the person's), basic group, supergroup, forum."""

    id: int
    type: str
    title: str = ""
    username: str | None = None
    is_forum: bool = False
    description: str = ""
    join_by_request: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    permissions: dict[str, bool] = field(default_factory=lambda: dict.fromkeys(PERMISSIONS, True))
    posts: dict[int, Post] = field(default_factory=dict)
    last_seq: int = 0
    pinned: list[int] = field(default_factory=list)
    topics: dict[int, Topic] = field(default_factory=dict)
    general_closed: bool = False
    general_hidden: bool = False
    is_guarded: bool = False
    migrated_to: int | None = None
    invites: dict[str, Invite] = field(default_factory=dict)
    requests: dict[int, str | None] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    typing: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    keyboards: dict[int, Json | None] = field(default_factory=dict)
    last_ephemeral: int = 0
    person: Person | None = None

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def chat(self) -> Json:
        """Return the Bot API's `Chat`."""
        if self.person is not None:
            told: Json = {"id": self.id, "first_name": self.person.first_name, "type": "private"}
            for name in ("last_name", "username"):
                if value := getattr(self.person, name):
                    told[name] = value
            return told
        told = {"id": self.id, "title": self.title, "type": self.type}
        if self.username:
            told["username"] = self.username
        if self.is_forum:
            told["is_forum"] = True
        return told

    def member(self, user_id: int) -> Member | None:
        return self.members.get(user_id)

    def has(self, user_id: int) -> bool:
        member = self.members.get(user_id)
        return member is not None and member.is_in

    def ephemeral(self, ephemeral_id: int) -> Post | None:
        """Find a message that only one person sees; few live at a time, and they are the newest."""
        for post in reversed(self.posts.values()):
            if post.ephemeral_id == ephemeral_id and not post.deleted:
                return post
        return None


@dataclass(slots=True)
class Tap:
    """A pressed callback button, until it is answered."""

    id: str
    user_id: int
    chat_id: int
    seq: int
    at: datetime
    answer: asyncio.Future[Json] = field(default_factory=asyncio.Future)


@dataclass(slots=True)
class Ballot:
    """A poll and who voted for what."""

    poll: Json
    chat_id: int
    seq: int
    closes: int | None = None
    votes: dict[int, list[int]] = field(default_factory=dict)
