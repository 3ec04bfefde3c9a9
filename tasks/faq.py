"""What is written is held against the rules each night."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from knowledge.articles import BadArticles
from knowledge.assistant import Assistant
from membership import faq
from tasks.jobs import Duty, Job, desk


async def check(duty: Duty) -> None:
    """Tell the desk where an article names other numbers than the rules, once a finding."""
    assistant: Assistant = duty.services["assistant"]
    try:
        findings = [str(one) for one in await assistant.library.contradictions()]
    except BadArticles as error:
        findings = list(error.faults)
    chats = await desk(duty)
    await duty.db.write(faq.report, findings=findings, chat_ids=chats, now=duty.now)


JOBS = (Job("faq.check", lambda program: CronTrigger(hour=4, minute=50, timezone=program.time_zone), check),)
