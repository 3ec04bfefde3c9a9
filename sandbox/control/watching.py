"""Routes that show the world: state, messages, events, files."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox import posting, views
from sandbox.telegram import commands, drafts
from sandbox.telegram.request import Refused
from sandbox.things import Chat, Json
from sandbox.world import World


def routes(world: World) -> APIRouter:
    api = APIRouter(prefix="/sim", tags=["watching"])

    @api.get("/state")
    async def state(viewer: int | None = None) -> Json:
        posting.fade(world)
        chats = [chat for chat in world.chats.values() if _in_view(chat, viewer)]
        return {
            "now": world.now().isoformat(),
            "bot": {
                **world.bot.user(),
                "menu_button": commands.menu_button(world, viewer or 0),
                "commands": {
                    str(chat.id): commands.shown_to(world, chat, viewer or chat.id) for chat in chats
                },
            },
            "users": [world.shown_person(person) for person in world.people.values()],
            "chats": [views.chat_entry(world, chat, viewer) for chat in chats],
        }

    @api.get("/chats/{chat_id}/messages")
    async def messages(
        chat_id: int, after: int | None = None, viewer: int | None = None, limit: int = 200
    ) -> Json:
        chat = world.chats.get(chat_id)
        if chat is None:
            raise Refused(404, f"there is no chat {chat_id}")
        posting.fade(world)
        if viewer is not None:
            chat.seen[viewer] = chat.last_seq
        posts = list(chat.posts.values())
        if after is not None:
            posts = posts[_first_after(chat, after) :]
        posts = views.seen_by(viewer, posts)
        posts = posts[-limit:] if after is None else posts[:limit]
        return {
            "messages": [posting.shown(each, chat, viewer) for each in posts],
            "drafts": [drafts.shown(chat, each) for each in chat.drafts.values()],
            "typing": [
                {"chat_id": chat.id, "from_id": user_id, "action": action, "until": until.isoformat()}
                for user_id, (action, until) in chat.typing.items()
            ],
        }

    @api.get("/events")
    async def events(
        request: Request, viewer: int | None = None, after: int | None = None
    ) -> StreamingResponse:
        last = request.headers.get("last-event-id", "")
        since = int(last) if last.isdigit() else after
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(
            _stream(world, viewer, since), media_type="text/event-stream", headers=headers
        )

    @api.get("/files/{file_id}")
    async def file(file_id: str) -> Response:
        stored = world.files.find(file_id)
        if stored is None:
            raise Refused(404, "there is no such file")
        return Response(stored.content(), media_type=stored.mime)

    return api


def _in_view(chat: Chat, viewer: int | None) -> bool:
    if chat.migrated_to is not None:
        return False
    return viewer is None or chat.has(viewer)


def _first_after(chat: Chat, seq: int) -> int:
    """Return the position of the first message after `seq`; they are numbered without gaps from 1."""
    return max(0, min(seq, len(chat.posts)))


async def _stream(world: World, viewer: int | None, after: int | None) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    async for told in world.events.follow(viewer, after):
        if told is None:
            yield ": still here\n\n"
        else:
            number, event = told
            yield f"id: {number}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
