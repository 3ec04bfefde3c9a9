"""The campaigns' clock: starts what is scheduled, wakes the sender, keeps progress messages true."""

from __future__ import annotations

from aiogram.methods import EditMessageText
from apscheduler.triggers.interval import IntervalTrigger

from bot.campaign_cards import card
from bot.delivery import deliver
from membership import campaigns, launches, recipients
from tasks.jobs import Duty, Job
from tasks.recipients import Sender

SHOWN_EVERY = 3
_UNCHANGED = "message is not modified"


async def wake(duty: Duty) -> None:
    """See what there is to do; what takes long is done by the sender, beside the clock."""
    now = duty.clock.now()
    lost_before = now - recipients.LOST_AFTER
    work = await duty.db.read(launches.work, now=now, lost_before=lost_before)
    if work.lost:
        await duty.db.write(recipients.forget, now=now, armed_before=lost_before)
    for campaign_id in work.scheduled:
        shown = await duty.db.read(campaigns.card, campaign_id=campaign_id)
        told = duty.catalogue[shown.language]("campaigns-not-started", name=shown.name)
        await duty.db.write(
            launches.begin_scheduled, campaign_id=campaign_id, told=told, program=duty.program, now=now
        )
    if work.running or work.scheduled:
        sender_of(duty).wake(duty)


async def show(duty: Duty) -> None:
    """Edit the progress messages that no longer say what is true."""
    for shown in await duty.db.read(campaigns.to_show, now=duty.clock.now()):
        assert shown.progress is not None  # noqa: S101 - only those with a message are shown
        chat_id, message_id = shown.progress
        text, buttons = card(shown, None, texts=duty.catalogue[shown.language], program=duty.program)
        await duty.pace.turn(chat_id)
        done = await deliver(
            duty.bot,
            EditMessageText(chat_id=chat_id, message_id=message_id, text=text, reply_markup=buttons),
        )
        if done.kind == "wait":
            if done.error == "429":
                duty.pace.hold(done.seconds)
            continue
        gone = done.kind in {"failed", "blocked"} and _UNCHANGED not in (done.error or "")
        await duty.db.write(campaigns.shown, campaign_id=shown.id, signature=shown.signature, gone=gone)


def sender_of(duty: Duty) -> Sender:
    """Return this process's sender; the composition root stops it before it closes the bot."""
    sender: Sender = duty.services["campaign_sender"]
    return sender


JOBS = (
    Job("campaigns.send", lambda _program: IntervalTrigger(seconds=1), wake),
    Job("campaigns.show", lambda _program: IntervalTrigger(seconds=SHOWN_EVERY), show),
)
