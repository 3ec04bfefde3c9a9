"""What the control API takes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sandbox.faults import Kind


class Said(BaseModel):
    """A body that names nothing unknown, so that a misspelt field is an error and no silence."""

    model_config = ConfigDict(extra="forbid")


class NewUser(Said):
    first_name: str = Field(min_length=1, max_length=64)
    last_name: str | None = None
    username: str | None = Field(None, pattern=r"^[A-Za-z][A-Za-z0-9_]{2,31}$")
    language_code: str | None = None
    is_bot: bool = False
    is_premium: bool = False
    id: int | None = Field(None, gt=0)
    started: bool = False


class NewChat(Said):
    type: Literal["group", "supergroup", "forum"]
    title: str = Field(min_length=1, max_length=128)
    member_ids: list[int] = []
    creator_id: int | None = None
    add_bot: bool = True
    bot_admin: bool = False
    username: str | None = None
    join_by_request: bool = False
    guarded: bool = Field(default=False, description="the bot decides join requests by their query_id")


class MemberChange(Said):
    user_id: int
    action: Literal["add", "leave", "remove", "promote", "demote", "join_request"]
    by_id: int | None = None
    invite_link: str | None = None
    rights: dict[str, bool] | None = None


class NewTopic(Said):
    name: str = Field(min_length=1, max_length=128)
    from_id: int


class Block(Said):
    user_id: int
    blocked: bool = True


class NewMessage(Said):
    chat_id: int
    from_id: int
    text: str | None = None
    photo: str | None = Field(None, description="base64")
    document: str | None = Field(None, description="base64, as all files here")
    video: str | None = None
    animation: str | None = None
    audio: str | None = None
    voice: str | None = None
    video_note: str | None = None
    sticker: str | None = None
    media_group_id: str | None = Field(None, description="the same one makes an album")
    file_name: str | None = None
    caption: str | None = None
    reply_to: int | None = None
    contact: bool | dict[str, Any] | None = None
    location: dict[str, float] | None = None
    dice: bool | str | None = None
    thread_id: int | None = None
    entities: list[dict[str, Any]] | None = None
    sender_chat: int | dict[str, Any] | None = Field(
        None, description="the group's own id (an anonymous administrator), or a channel {id, title}"
    )
    forward: bool = False
    web_app_data: dict[str, str] | None = None


class Rewrite(Said):
    chat_id: int
    message_id: int
    from_id: int
    text: str


class Press(Said):
    chat_id: int
    from_id: int
    message_id: int = 0
    ephemeral_id: int | None = None
    data: str | None = None
    button: str | None = None
    wait: float = Field(0, ge=0, le=60, description="seconds to wait for the bot's answer")


class Pay(Said):
    from_id: int
    chat_id: int | None = None
    message_id: int | None = None
    invoice_link: str | None = None


class React(Said):
    chat_id: int
    message_id: int
    from_id: int
    emoji: list[str]


class Vote(Said):
    chat_id: int
    message_id: int
    from_id: int
    option_ids: list[int]


class StopDraft(Said):
    chat_id: int
    draft_id: int
    from_id: int


class OpenApp(Said):
    user_id: int
    start_param: str | None = None
    chat_id: int | None = None


class Join(Said):
    user_id: int
    invite_link: str


class Advance(Said):
    advance: str = Field(description="ISO 8601 duration: P1D, PT90M, P1W, P1DT12H")


class NewFault(Said):
    method: str = "*"
    kind: Kind
    times: int | None = Field(None, ge=1)
    probability: float | None = Field(None, gt=0, le=1)
    retry_after: int = Field(3, ge=1)
    seconds: float = Field(30.0, ge=0, le=600)


class Switch(Said):
    enabled: bool
