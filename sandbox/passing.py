"""What time does to the world: polls close, limits on members end, subscriptions renew, what was typed fades."""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox import members, posting
from sandbox.purse import Payment
from sandbox.telegram import polls
from sandbox.things import Chat, Json
from sandbox.world import World


async def advance(world: World, by: timedelta) -> datetime:
    """Move the shared clock ahead, let what is due happen, and await the hooks."""
    now = world.clock.advance(by)
    world.events.tell("clock", None, now=now.isoformat())
    pass_time(world)
    for hook in list(world.on_clock):
        await hook(now)
    return world.now()


def pass_time(world: World) -> None:
    """Do all that is due by now."""
    posting.fade(world)
    now = world.timestamp()
    for ballot in list(world.ballots.values()):
        if ballot.closes is not None and ballot.closes <= now and not ballot.poll["is_closed"]:
            polls.close(world, ballot)
    for chat in list(world.chats.values()):
        _end_limits(world, chat, now)
    for payment in list(world.purse.payments.values()):
        _renew(world, payment, now)


def _end_limits(world: World, chat: Chat, now: int) -> None:
    for member in list(chat.members.values()):
        if not 0 < member.until <= now:
            continue
        if member.status == "kicked":
            members.unban(world, chat, member.person, world.bot)
        elif member.status == "restricted":
            everything = dict.fromkeys(chat.permissions, True)
            members.restrict(world, chat, member.person, world.bot, everything)


def _renew(world: World, payment: Payment, now: int) -> None:
    while payment.period and payment.expires is not None and payment.expires <= now and not payment.canceled:
        person = world.people.get(payment.user_id)
        if person is None:
            return
        renewed = Payment(
            f"{payment.charge_id}_{world.count('renewal')}",
            person.id,
            payment.chat_id,
            payment.currency,
            payment.amount,
            payment.payload,
            payment.expires,
            payment.period,
            payment.expires + payment.period,
        )
        payment.expires = None
        world.purse.receive(renewed, person.user())
        posting.post(
            world, world.chats[person.id], person, {"successful_payment": receipt(renewed, first=False)}
        )
        payment = renewed


def receipt(payment: Payment, *, first: bool) -> Json:
    """Return the Bot API's `SuccessfulPayment`."""
    told: Json = {
        "currency": payment.currency,
        "total_amount": payment.amount,
        "invoice_payload": payment.payload,
        "telegram_payment_charge_id": payment.charge_id,
        "provider_payment_charge_id": "" if payment.currency == "XTR" else f"provider_{payment.charge_id}",
    }
    if payment.period and payment.expires is not None:
        told |= {"subscription_expiration_date": payment.expires, "is_recurring": True}
        if first:
            told["is_first_recurring"] = True
    return told
