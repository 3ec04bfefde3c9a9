"""What every handler is given by name: who acts, when, in which language, under which program."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import Chat, TelegramObject, User
from sqlalchemy.orm import Session

from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from membership import groups, members
from membership.members import Viewer

GROUPS = frozenset({"group", "supergroup"})


class ProgramInUse:
    """The program that rules run under; replaced as a whole, and only by a valid one."""

    def __init__(self, program: Program) -> None:
        self.current = program


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts, and the language of where they act: a group's own, or the person's in private."""

    viewer: Viewer
    language: str


class ContextMiddleware(BaseMiddleware):
    """Adds `now`, `program`, `viewer` and `texts` to the data of each update; one read a person."""

    def __init__(
        self,
        *,
        db: Database,
        clock: Clock,
        program: ProgramInUse,
        catalogue: Catalogue,
        operators: tuple[int, ...],
    ) -> None:
        self._db = db
        self._clock = clock
        self._program = program
        self._catalogue = catalogue
        self._operators = operators

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        program = self._program.current
        scene = await self._db.read(
            see,
            telegram_id=user.id if user else 0,
            language_code=user.language_code if user else None,
            group_id=chat.id if chat and chat.type in GROUPS else None,
            operators=self._operators,
        )
        now: datetime = self._clock.now()
        data.update(now=now, program=program, viewer=scene.viewer, texts=self._catalogue[scene.language])
        return await handler(event, data)


def see(
    session: Session,
    *,
    telegram_id: int,
    language_code: str | None,
    group_id: int | None,
    operators: tuple[int, ...],
) -> Scene:
    """Return who acts and the language to answer in; one or two indexed reads."""
    viewer = members.recognise(
        session,
        telegram_id=telegram_id,
        language_code=language_code,
        operators=operators,
    )
    spoken = groups.language(session, chat_id=group_id) if group_id is not None else None
    return Scene(viewer, spoken or viewer.language)
