"""Routes that play people: who there is, what they say, press and pay."""

from __future__ import annotations

import asyncio
import base64
import binascii
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.requests import Request

from sandbox import members, posting, views
from sandbox.control import models, paying, speaking
from sandbox.control.mini_app import init_data
from sandbox.telegram import drafts, polls, reactions, topics
from sandbox.telegram.edits import MEDIA
from sandbox.telegram.request import Refused, Upload
from sandbox.things import Chat, Json, Person
from sandbox.world import World


def routes(world: World) -> APIRouter:  # noqa: C901, PLR0915 — one short function a route
    api = APIRouter(prefix="/sim", tags=["people"])

    @api.post("/users")
    async def add_user(body: models.NewUser) -> Json:
        return world.shown_person(world.add_person(**body.model_dump()))

    @api.post("/chats")
    async def add_chat(body: models.NewChat) -> Json:
        chat = world.add_chat(
            body.type, body.title, body.member_ids, creator_id=body.creator_id, username=body.username
        )
        chat.join_by_request, chat.is_guarded = body.join_by_request, body.guarded
        owner = next((each.person for each in chat.members.values() if each.status == "creator"), world.bot)
        if body.add_bot:
            members.enter(world, chat, world.bot, owner)
        if body.bot_admin:
            members.promote(
                world, chat, world.bot, owner, members.DEFAULT_RIGHTS | {"can_manage_topics": chat.is_forum}
            )
        views.tell_chat(world, chat)
        return views.chat_entry(world, chat)

    @api.post("/chats/{chat_id}/members")
    async def change_member(chat_id: int, body: models.MemberChange) -> Json:
        chat = _group(world, chat_id)
        _change_member(world, chat, body)
        views.tell_chat(world, chat)
        return {"status": members.told(chat, _anybody(world, body.user_id))["status"]}

    @api.post("/chats/{chat_id}/migrate")
    async def migrate(chat_id: int) -> Json:
        chat = _group(world, chat_id)
        new = members.migrate(world, chat)
        views.tell_chat(world, chat)
        views.tell_chat(world, new)
        return {"old_id": chat.id, "new_id": new.id}

    @api.post("/chats/{chat_id}/topics")
    async def add_topic(chat_id: int, body: models.NewTopic) -> Json:
        chat = _group(world, chat_id)
        if not chat.is_forum:
            raise Refused(409, "the chat is no forum")
        person = speaking.somebody(world, body.from_id)
        topic = topics.open_topic(world, chat, person, body.name, topics.COLORS[0])
        return {
            "message_thread_id": topic.message_thread_id,
            "name": topic.name,
            "icon_color": topic.icon_color,
        }

    @api.post("/block")
    async def block(body: models.Block) -> Json:
        members.set_blocked(world, speaking.somebody(world, body.user_id), blocked=body.blocked)
        return body.model_dump()

    @api.post("/join")
    async def join(body: models.Join) -> Json:
        status = members.join_by(world, speaking.somebody(world, body.user_id), body.invite_link)
        return {"status": status}

    @api.post(
        "/messages",
        openapi_extra={
            "requestBody": {
                "content": {
                    "application/json": {"schema": models.NewMessage.model_json_schema()},
                    "multipart/form-data": {"schema": models.NewMessage.model_json_schema()},
                }
            }
        },
    )
    async def send(request: Request) -> Json:
        said, uploads = await _message(request)
        chat, made = speaking.say(world, said.model_dump(exclude_none=True), uploads)
        return posting.shown(made, chat)

    @api.put("/messages")
    async def rewrite(body: models.Rewrite) -> Json:
        chat, made = speaking.rewrite(world, **body.model_dump())
        return posting.shown(made, chat)

    @api.post("/callbacks")
    async def press(body: models.Press) -> Json:
        tap = speaking.press(world, body.model_dump())
        told: Json = {"callback_id": tap.id}
        if body.wait > 0:
            await asyncio.wait({tap.answer}, timeout=body.wait)
            told["answer"] = tap.answer.result() if tap.answer.done() else None
        return told

    @api.post("/payments")
    async def pay(body: models.Pay) -> Json:
        return await paying.pay(world, body.model_dump())

    @api.post("/reactions")
    async def react(body: models.React) -> Json:
        person = speaking.somebody(world, body.from_id)
        chat = speaking.chat_in(world, body.chat_id, person)
        made = speaking.standing(chat, body.message_id)
        given = reactions.checked([{"type": "emoji", "emoji": each} for each in body.emoji])
        reactions.react(world, chat, made, person, given)
        return {"reactions": posting.shown_reactions(made)}

    @api.post("/votes")
    async def vote(body: models.Vote) -> Json:
        person = speaking.somebody(world, body.from_id)
        chat = speaking.chat_in(world, body.chat_id, person)
        made = speaking.standing(chat, body.message_id)
        if "poll" not in made.message:
            raise Refused(400, "this message is no poll")
        return polls.vote(world, world.ballots[made.message["poll"]["id"]], person, body.option_ids)

    @api.post("/drafts/stop")
    async def stop_draft(body: models.StopDraft) -> Json:
        chat = speaking.chat_in(world, body.chat_id, speaking.somebody(world, body.from_id))
        return {"stopped": drafts.stop(world, chat, body.draft_id)}

    @api.post("/webapp")
    async def open_app(body: models.OpenApp) -> Json:
        person = speaking.somebody(world, body.user_id)
        return {"init_data": init_data(world, person, start_param=body.start_param, chat_id=body.chat_id)}

    return api


def _group(world: World, chat_id: int) -> Chat:
    chat = world.chats.get(chat_id)
    if chat is None or chat.is_private:
        raise Refused(404, f"there is no group {chat_id}")
    return chat


def _anybody(world: World, user_id: int) -> Person:
    person = world.person(user_id)
    if person is None:
        raise Refused(404, f"there is no user {user_id}")
    return person


def _change_member(world: World, chat: Chat, body: models.MemberChange) -> None:
    person = _anybody(world, body.user_id)
    owner = next((each.person for each in chat.members.values() if each.status == "creator"), world.bot)
    by = _anybody(world, body.by_id) if body.by_id is not None else owner
    if body.action == "add":
        members.enter(world, chat, person, by)
    elif body.action == "leave":
        members.leave(world, chat, person, person)
    elif body.action == "remove":
        members.leave(world, chat, person, by if by.id != person.id else world.bot)
    elif body.action == "promote":
        rights = members.DEFAULT_RIGHTS | {"can_manage_topics": chat.is_forum}
        members.promote(world, chat, person, by, body.rights if body.rights is not None else rights)
    elif body.action == "demote":
        members.promote(world, chat, person, by, {})
    else:
        invite = chat.invites.get(body.invite_link) if body.invite_link else None
        members.request(world, chat, person, invite)


async def _message(request: Request) -> tuple[models.NewMessage, dict[str, Upload]]:
    """Read a message from JSON (files in base64) or from a multipart form."""
    uploads: dict[str, Upload] = {}
    try:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            said = models.NewMessage.model_validate_json(await request.body())
            for name in MEDIA:
                if text := getattr(said, name):
                    default = "photo.jpg" if name == "photo" else f"{name}.bin"
                    uploads[name] = Upload(said.file_name or default, _bytes(text))
            return said, uploads
        fields: dict[str, Any] = {}
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or name, await value.read(), value.content_type)
                else:
                    fields[name] = value
        return models.NewMessage.model_validate(fields), uploads
    except ValidationError as wrong:
        told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong.errors())
        raise Refused(422, told) from wrong


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text, validate=True)
    except binascii.Error as wrong:
        raise Refused(422, "a file must be base64") from wrong
