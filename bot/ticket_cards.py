"""What the bot itself says in a talk between member and desk: cards, notes, and the buttons below them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.callbacks import DraftOf
from bot.keyboards import button, keyboard
from core.program import Program
from core.texts import LANGUAGES, Texts
from core.wording import day
from membership.queues import Brief, Card
from membership.talks import LONGEST, Parcel

LONGEST_QUESTION = 1_500
LONGEST_TOPIC = 128
_STATES = {"waiting": "🆕", "taken": "💬", "over": "✅"}


class Work(CallbackData, prefix="desk"):
    """A colleague's button on a ticket; `to` is whom it is handed to."""

    do: str
    id: int
    to: int = 0


class Own(CallbackData, prefix="ticket"):
    """A member's button on their own ticket."""

    do: str
    id: int


class Stars(CallbackData, prefix="stars"):
    """A member's rating of a ticket that is over."""

    id: int
    stars: int


@dataclass(frozen=True, slots=True)
class Face:
    """A message of the bot as it is to be sent."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


def face_of(parcel: Parcel, texts: Texts, values: dict[str, Any]) -> Face:
    """Word a line of the bot's own, but for a card."""
    line = parcel.lines[0]
    assert line.says is not None  # noqa: S101 - only such lines are worded
    ticket = parcel.ticket_id
    words = texts(line.says, ticket=str(ticket), **values)
    if line.says == "tickets-resolved":
        return Face(words, ending_buttons(ticket, texts))
    if line.says == "tickets-expired":
        return Face(words, keyboard([button(texts("tickets-again"), Own(do="again", id=ticket))]))
    if line.says in {"tickets-cancelled-agent", "tickets-resolved-agent", "tickets-expired-agent"}:
        return Face(words, keyboard([button(texts("desks-reopen"), Work(do="reopen", id=ticket))]))
    if line.says in {"desks-reminder", "tickets-reopened-agent", "desks-released-note"}:
        return Face(words, keyboard([button(texts("desks-take"), Work(do="take", id=ticket))]))
    return Face(words)


def ending_buttons(ticket_id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons below the end of a ticket: stars, not solved yet, the transcript."""
    stars = [button(f"{count}⭐", Stars(id=ticket_id, stars=count)) for count in range(1, 6)]
    more = [
        button(texts("tickets-again"), Own(do="again", id=ticket_id)),
        button(texts("tickets-transcript"), Own(do="transcript", id=ticket_id)),
    ]
    return InlineKeyboardMarkup(inline_keyboard=[stars, more])


def waiting_buttons(ticket_id: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of who waits: their place, and back to the bot."""
    return keyboard(
        [
            button(texts("tickets-where"), Own(do="place", id=ticket_id)),
            button(texts("tickets-cancel"), "ticket-cancel"),
        ]
    )


def card_text(card: Card, *, program: Program, texts: Texts, topic: bool) -> str:
    """Return a ticket's card for the desk, which is never longer than a message may be."""
    ticket = card.ticket
    head = [texts("desks-card", ticket=str(ticket.ticket_id), name=ticket.name)]
    if ticket.urgent:
        head.append(texts("desks-urgent", ticket=str(ticket.ticket_id)))
    if ticket.first and (card.may_have_contact or not ticket.urgent):
        head.append(texts("desks-first", contact=card.contact or "none"))
    if ticket.agent is not None:
        head.append(texts("desks-has", agent=ticket.agent))
    blocks = ["\n".join([*head, _who(card, program, texts)])]
    if card.answers:
        told = [
            texts(
                "desks-answer",
                question=_cut(one.question, 100),
                answer=_cut(" ".join(one.answer.partition("📖")[0].split()), 150),
                sources="、".join(one.sources) or "–",
            )
            for one in card.answers
        ]
        blocks.append("\n".join([texts("desks-answers"), *told]))
    if card.earlier:
        blocks.append(
            "\n".join(
                [
                    texts("desks-earlier"),
                    *(brief_line(one, program=program, texts=texts) for one in card.earlier),
                ]
            )
        )
    if card.talk:
        said = [texts("desks-said", author=author, text=_cut(text, 150)) for author, text in card.talk]
        blocks.append("\n".join([texts("desks-talk"), *said]))
    blocks.append(texts("desks-how-topic" if topic else "desks-how-reply"))
    # The question is what the card is for: it is cut only where it would not fit beside the rest.
    asked = texts("desks-question", question=ticket.question)
    if _units("\n\n".join([*blocks, asked])) > LONGEST:
        asked = texts("desks-question", question=_cut(ticket.question, LONGEST_QUESTION))
    blocks.insert(1, asked)
    return "\n\n".join(blocks)


def mark_of(one: Brief) -> str:
    """Return the sign of a ticket that comes before others, by its reason."""
    return "❗" if one.urgent else "⭐" if one.first else ""


def brief_line(one: Brief, *, program: Program, texts: Texts) -> str:
    """Return one ticket in a line."""
    return texts(
        "desks-line",
        ticket=str(one.ticket_id),
        day=day(one.opened_at, program=program, language=texts.language),
        state=one.outcome if one.state == "over" else one.state,
        agent=one.agent or "–",
        stars="⭐" * (one.rating or 0),
    ).strip()


def card_buttons(card: Card, texts: Texts) -> InlineKeyboardMarkup | None:
    """Return what a colleague may do with a ticket now."""
    ticket = card.ticket
    number = ticket.ticket_id

    def one(key: str, do: str) -> InlineKeyboardButton:
        return button(texts(key), Work(do=do, id=number))

    if ticket.state == "over":
        draft = button(texts("wordings-from-ticket"), DraftOf(ticket=number))
        return keyboard([one("desks-reopen", "reopen"), draft])
    buttons = [one("desks-take", "take")] if ticket.state == "waiting" else [one("desks-release", "release")]
    buttons += [one("desks-hand", "hand"), one("desks-resolve", "resolve")]
    if card.may_have_contact:
        buttons.append(one("desks-contact", "contact"))
    return keyboard(buttons)


def topic_title(card: Card, *, program: Program, texts: Texts) -> str:
    """Return the title of a member's forum topic: state, tier, name and number."""
    tier = program.tier_by_id.get(card.tier or "")
    parts = [
        _STATES[card.ticket.state] + mark_of(card.ticket),
        tier.name.in_(texts.language) if tier else texts("desks-stranger"),
        card.ticket.name,
        f"← {card.ticket.agent}" if card.ticket.state == "taken" and card.ticket.agent else "",
    ]
    number = f" · #{card.ticket.ticket_id}"
    return _cut(" ".join(" ".join(parts).split()), LONGEST_TOPIC - 8 - len(number)) + number


def _who(card: Card, program: Program, texts: Texts) -> str:
    language: Any = next((one for one in LANGUAGES if one == card.language), LANGUAGES[0])
    spoken = texts(f"desks-language-{language}".lower())
    tier = program.tier_by_id.get(card.tier or "")
    if tier is None or card.member_number is None:
        return texts("desks-who-stranger", language=spoken)
    return texts(
        "desks-who",
        tier=tier.name.in_(texts.language),
        number=card.member_number,
        points=f"{card.balance or 0:,}",
        language=spoken,
    )


def _units(text: str) -> int:
    """Return how long a text is to Telegram, which counts UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
