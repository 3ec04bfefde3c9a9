"""What a job is: an id, when its slots are, and what runs once a slot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from aiogram import Bot
from apscheduler.triggers.base import BaseTrigger

from bot.pace import Pace
from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from membership import support_chats


@dataclass(frozen=True, slots=True)
class Duty:
    """What a job is given: the slot it runs for, the time now (later, if slots were missed), and the services."""

    db: Database
    bot: Bot
    pace: Pace
    program: Program
    catalogue: Catalogue
    clock: Clock
    slot: datetime
    now: datetime
    services: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """Work of the clock; `catch_up` says what becomes of slots that were missed while nobody ran."""

    id: str
    when: Callable[[Program], BaseTrigger]
    run: Callable[[Duty], Awaitable[None]]
    catch_up: Literal["all", "last", "none"] = "last"


async def desk(duty: Duty) -> tuple[int, ...]:
    """Return where a job tells people of the brand what they need to know: the desk, or else each operator."""
    services = duty.services
    return await duty.db.read(
        support_chats.told, support=services.get("support"), operators=services.get("operators", ())
    )
