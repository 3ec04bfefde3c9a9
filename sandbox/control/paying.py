"""How people pay invoices, in chats and by link."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from sandbox import posting
from sandbox.control import speaking
from sandbox.passing import receipt
from sandbox.purse import Payment
from sandbox.telegram.request import Refused
from sandbox.things import Chat, Json, Person, Post
from sandbox.world import World

CHECKOUT_SECONDS: Final = 10.0


async def pay(world: World, said: dict[str, Any]) -> Json:
    """Let somebody pay an invoice: checkout question, the bot's yes within 10 seconds, receipt."""
    person = speaking.somebody(world, said["from_id"])
    chat, made, held = _invoice(world, person, said)
    query_id = world.long_id("checkout")
    waiting: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
    world.purse.checkouts[query_id] = waiting
    query = {
        "id": query_id,
        "from": person.user(),
        "currency": held["currency"],
        "total_amount": held["total_amount"],
        "invoice_payload": held["payload"],
    }
    world.updates.push("pre_checkout_query", query)
    try:
        error = await asyncio.wait_for(waiting, CHECKOUT_SECONDS)
    except TimeoutError:
        error = "BOT_PRECHECKOUT_TIMEOUT"
    finally:
        world.purse.checkouts.pop(query_id, None)
    told: Json = {"ok": error is None, "error": error} if error else _paid(world, person, chat, made, held)
    number = made.message_id if made else None
    world.events.tell("payment", chat.id, only=person.id, user_id=person.id, message_id=number, **told)
    return told


def _invoice(world: World, person: Person, said: dict[str, Any]) -> tuple[Chat, Post | None, Json]:
    if said.get("invoice_link"):
        held = world.purse.links.get(said["invoice_link"])
        if held is None:
            raise Refused(404, "there is no such invoice link")
        return world.chats[person.id], None, held
    chat = speaking.chat_in(world, said["chat_id"], person)
    made = speaking.standing(chat, said["message_id"])
    if made.invoice is None:
        raise Refused(400, "this message is no invoice")
    if person.id in made.paid_by:
        raise Refused(409, "this invoice is paid")
    return chat, made, made.invoice


def _paid(world: World, person: Person, chat: Chat, made: Post | None, held: Json) -> Json:
    number = world.count("charge")
    now = world.timestamp()
    payment = Payment(
        f"stx{world.bot.id}_{person.id}_{number:06d}",
        person.id,
        chat.id,
        held["currency"],
        held["total_amount"],
        held["payload"],
        now,
        held["period"],
        now + held["period"] if held["period"] else None,
    )
    world.purse.receive(payment, person.user())
    if chat.is_private:
        person.started = True
    content: Json = {"successful_payment": receipt(payment, first=True)}
    if made is not None:
        made.paid_by.add(person.id)
        content = {"reply_to_message": posting.alone(made.message), **content}
        posting.tell_watchers(world, chat, made, "edit")
    posting.post(world, chat, person, content)
    return {"ok": True, "charge_id": payment.charge_id}
