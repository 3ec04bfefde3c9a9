"""The index follows its sources: pages, the program, and what operators published."""

from __future__ import annotations

import structlog
from apscheduler.triggers.interval import IntervalTrigger

from knowledge.articles import BadArticles
from knowledge.assistant import Assistant
from knowledge.errors import KnowledgeError
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)


async def catch_up(duty: Duty) -> None:
    """Index anew if something has changed; faulty pages leave the index as it was."""
    assistant: Assistant = duty.services["assistant"]
    assistant.program = duty.program
    try:
        await assistant.library.catch_up()
    except (BadArticles, KnowledgeError) as error:
        log.warning("the FAQ stays as it was indexed last", reason=str(error)[:2_000])


JOBS = (Job("articles.catch_up", lambda _program: IntervalTrigger(minutes=1), catch_up, catch_up="none"),)
