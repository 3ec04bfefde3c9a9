"""Polls, dice, contacts and places."""

from __future__ import annotations

from typing import Any, Final

from sandbox import posting
from sandbox.entities import formatted, utf16_length
from sandbox.telegram import sending, targets
from sandbox.telegram.keyboards import markup
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, Refused, bad
from sandbox.things import Ballot, Json, Person
from sandbox.world import World

DICE: Final = {"🎲": 6, "🎯": 6, "🎳": 6, "🏀": 5, "⚽": 5, "🎰": 64}


def _options(world: World, call: Call) -> list[Json]:
    given = call.get("options")
    if not isinstance(given, list) or not given:
        raise bad("poll must have at least 1 option")
    if len(given) > 12:
        raise bad("poll can't have more than 12 options")
    made = []
    for at, each in enumerate(given):
        option: Any = {"text": each} if isinstance(each, str) else each
        said = option if isinstance(option, dict) else {}
        text, marked = formatted(
            str(said.get("text", "")), said.get("text_parse_mode"), said.get("text_entities"), world.user
        )
        if not 1 <= len(text) <= 100:
            raise bad(
                "poll options must not be empty" if not text else "poll options length must not exceed 100"
            )
        told: Json = {"persistent_id": str(at), "text": text, "voter_count": 0}
        made.append({**told, "text_entities": marked} if marked else told)
    return made


def _quiz(world: World, call: Call, poll: Json) -> None:
    correct = call.get("correct_option_ids")
    if (
        not isinstance(correct, list)
        or not correct
        or any(not isinstance(each, int) or not 0 <= each < len(poll["options"]) for each in correct)
    ):
        raise bad("wrong correct option ID specified")
    poll["correct_option_ids"] = correct
    if call.text("explanation"):
        text, marked = formatted(
            call.text("explanation"),
            call.get("explanation_parse_mode"),
            call.get("explanation_entities"),
            world.user,
        )
        poll["explanation"] = text
        if marked:
            poll["explanation_entities"] = marked


def _closing(world: World, call: Call) -> dict[str, int]:
    if call.number("open_period"):
        period = call.number("open_period")
        return {"open_period": period, "close_date": world.timestamp() + period}
    return {"close_date": call.number("close_date")} if call.number("close_date") else {}


@method("sendPoll")
def send_poll(world: World, call: Call) -> Json:
    question, marked = formatted(
        call.text("question"), call.get("question_parse_mode"), call.get("question_entities"), world.user
    )
    if not question:
        raise bad("poll question must not be empty")
    if utf16_length(question) > 300:
        raise bad("poll question length must not exceed 300")
    kind = call.text("type") or "regular"
    poll: Json = {
        "id": world.long_id("poll"),
        "question": question,
        **({"question_entities": marked} if marked else {}),
        "options": _options(world, call),
        "total_voter_count": 0,
        "is_closed": call.flag("is_closed"),
        "is_anonymous": call.get("is_anonymous") is not False,
        "type": kind,
        "allows_multiple_answers": call.flag("allows_multiple_answers"),
        "allows_revoting": call.get("allows_revoting", kind == "regular") is True,
        "members_only": call.flag("members_only"),
        **_closing(world, call),
    }
    if kind == "quiz":
        _quiz(world, call, poll)
    to = sending.address(world, call, permission="can_send_polls")
    made = sending.put(world, call, to, {"poll": poll})
    world.ballots[poll["id"]] = Ballot(poll, to.chat.id, made.seq, poll.get("close_date"))
    return made.message


def close(world: World, ballot: Ballot) -> None:
    """End a poll and tell the bot."""
    ballot.poll = {**ballot.poll, "is_closed": True}
    _show(world, ballot)
    world.updates.push("poll", ballot.poll)


def _show(world: World, ballot: Ballot) -> None:
    chat = world.chats[ballot.chat_id]
    made = chat.posts[ballot.seq]
    if not made.deleted:
        posting.edited(world, chat, made, {**made.message, "poll": ballot.poll}, quiet=True)


@method("stopPoll")
def stop_poll(world: World, call: Call) -> Json:
    keyboard, _ = markup(call.get("reply_markup"), inline_only=True)
    chat = targets.chat_of(world, call)
    made = targets.message_of(chat, call, "")
    if "poll" not in made.message:
        raise bad("message with poll to stop not found")
    if made.sender_id != world.bot.id:
        raise bad("poll can't be stopped")
    ballot = world.ballots[made.message["poll"]["id"]]
    if ballot.poll["is_closed"]:
        raise bad("poll has already been closed")
    made.message = {name: value for name, value in made.message.items() if name != "reply_markup"}
    if keyboard:
        made.message["reply_markup"] = keyboard
    close(world, ballot)
    return ballot.poll


def vote(world: World, ballot: Ballot, person: Person, chosen: list[int]) -> Json:
    """Cast, change or ([]) take back a person's vote."""
    poll = ballot.poll
    if poll["is_closed"]:
        raise Refused(409, "the poll is closed")
    if any(not 0 <= each < len(poll["options"]) for each in chosen) or (
        len(chosen) > 1 and not poll["allows_multiple_answers"]
    ):
        raise Refused(400, "no such choice")
    if person.id in ballot.votes and not poll["allows_revoting"]:
        raise Refused(409, "a vote in this poll cannot be changed")
    if chosen:
        ballot.votes[person.id] = chosen
    else:
        ballot.votes.pop(person.id, None)
    counted = [
        {**option, "voter_count": sum(at in votes for votes in ballot.votes.values())}
        for at, option in enumerate(poll["options"])
    ]
    ballot.poll = {**poll, "options": counted, "total_voter_count": len(ballot.votes)}
    _show(world, ballot)
    world.updates.push("poll", ballot.poll)
    if not poll["is_anonymous"]:
        ids = [str(each) for each in chosen]
        answer = {
            "poll_id": poll["id"],
            "user": person.user(),
            "option_ids": chosen,
            "option_persistent_ids": ids,
        }
        world.updates.push("poll_answer", answer)
    return ballot.poll


def roll(world: World, emoji: str) -> Json:
    return {"dice": {"emoji": emoji, "value": world.random.randint(1, DICE[emoji])}}


@method("sendDice")
def send_dice(world: World, call: Call) -> Json:
    emoji = (call.text("emoji") or "🎲").removesuffix("\ufe0f")
    if emoji not in DICE:
        raise bad("wrong dice emoji specified" if emoji else "dice emoji is empty")
    to = sending.address(world, call, permission="can_send_other_messages")
    return sending.put(world, call, to, roll(world, emoji)).message


@method("sendContact")
def send_contact(world: World, call: Call) -> Json:
    if not call.text("phone_number"):
        raise bad("phone number is empty")
    if not call.text("first_name"):
        raise bad("first name is empty")
    names = ("phone_number", "first_name", "last_name", "vcard")
    return sending.say(world, call, {"contact": {name: call.text(name) for name in names if call.text(name)}})


def _location(call: Call) -> Json:
    latitude, longitude = call.get("latitude"), call.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        raise bad("latitude is empty" if latitude is None else "wrong coordinates specified")
    return {"latitude": float(latitude), "longitude": float(longitude)}


@method("sendLocation")
def send_location(world: World, call: Call) -> Json:
    return sending.say(world, call, {"location": _location(call)})


@method("sendVenue")
def send_venue(world: World, call: Call) -> Json:
    place = _location(call)
    venue = {"location": place, "title": call.text("title"), "address": call.text("address")}
    return sending.say(world, call, {"venue": venue, "location": place})
