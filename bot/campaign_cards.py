"""How a campaign looks: to a member, with the button that ends it; to an operator, with numbers and next steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, SendPhoto
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.keyboards import button
from core import wording
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Catalogue, Texts
from core.wording import bar
from membership.campaigns import Card
from membership.letters import Content, fill, spoken_name
from membership.reach import Outlook
from membership.recipients import Letter
from membership.segments import Example

Do = Literal[
    "show",
    "preview",
    "test",
    "approve",
    "start",
    "go",
    "time",
    "pause",
    "resume",
    "cancel",
    "drop",
    "resend",
    "text",
    "languages",
    "photo",
    "link",
    "count",
]


class CampaignButton(CallbackData, prefix="campaign"):
    """An operator's next step with one campaign."""

    do: Do
    id: int


class OptOut(CallbackData, prefix="optout"):
    """Ends campaigns for the member who got this one; 0 on a test."""

    id: int


class OptIn(CallbackData, prefix="optin"):
    """Takes an opt-out back."""

    id: int


class Follow(CallbackData, prefix="follow"):
    """Counts a tap on the link, which it then uncovers; 0 on a test."""

    id: int


def letter(given: Letter, *, program: Program, catalogue: Catalogue) -> SendMessage | SendPhoto:
    """Return the message that one recipient gets."""
    reader = Example(given.name, given.tier, given.points, given.spoken)
    return to_member(
        given.content,
        chat_id=given.chat_id,
        recipient_id=given.recipient_id,
        reader=reader,
        program=program,
        catalogue=catalogue,
    )


def to_member(
    content: Content,
    *,
    chat_id: int,
    recipient_id: int,
    reader: Example,
    program: Program,
    catalogue: Catalogue,
) -> SendMessage | SendPhoto:
    """Return what `reader` sees: their language, their values, their buttons. Values are data, never markup."""
    language, written = content.text_for(reader.language)
    tier = program.tier_by_id.get(reader.tier, program.tiers[0])
    filled = fill(
        written,
        {
            "name": spoken_name(reader.name) or catalogue[language]("campaigns-fallback-name"),
            "points": str(reader.points),
            "tier": tier.name.in_(language),
        },
    )
    spoken = next((one for one in LANGUAGES if one == reader.language), language)
    buttons = _under(content, recipient_id, catalogue[spoken])
    entities = [MessageEntity.model_validate(entity) for entity in filled.entities]
    if content.photo is not None:
        return SendPhoto(
            chat_id=chat_id,
            photo=content.photo,
            caption=filled.text,
            caption_entities=entities,
            parse_mode=None,
            reply_markup=buttons,
        )
    return SendMessage(
        chat_id=chat_id, text=filled.text, entities=entities, parse_mode=None, reply_markup=buttons
    )


def _under(content: Content, recipient_id: int, texts: Texts) -> InlineKeyboardMarkup:
    rows = [[button(texts("campaigns-opt-out"), OptOut(id=recipient_id))]]
    link = content.link
    if link is not None and link.counted:
        rows.insert(0, [button(link.label, Follow(id=recipient_id))])
    elif link is not None:
        rows.insert(0, [InlineKeyboardButton(text=link.label, url=link.url)])
    return InlineKeyboardMarkup(inline_keyboard=rows)


def card(
    shown: Card, outlook: Outlook | None, *, texts: Texts, program: Program
) -> tuple[str, InlineKeyboardMarkup]:
    """Return an operator's view of a campaign: what it is, whom it reaches (or reached), and what may be done."""
    segment = program.segments.get(shown.segment)
    lines = [
        texts(
            "campaigns-card",
            id=str(shown.id),
            name=shown.name,
            state=texts(f"campaigns-state-{shown.state}"),
            segment=segment.title.in_(texts.language) if segment else shown.segment,
            languages=" · ".join(
                texts(f"campaigns-language-{one}") for one in LANGUAGES if one in shown.content.texts
            ),
        ),
    ]
    if shown.scheduled_at is not None:
        at = wording.moment(shown.scheduled_at, program=program, language=texts.language)
        lines.append(texts("campaigns-card-scheduled", at=at))
    if shown.pause_reason == "errors" and shown.state == "paused":
        lines.append(texts("campaigns-card-paused-errors"))
    if shown.started_at is None and outlook is not None:
        lines.append(outlook_text(outlook, texts=texts, program=program))
    if shown.started_at is not None:
        lines.append(progress(shown, texts))
    if shown.state == "tested" and outlook is not None and outlook.permitted > program.approval_above:
        lines.append(texts("campaigns-card-two-people", limit=program.approval_above))
    return "\n\n".join(lines), InlineKeyboardMarkup(inline_keyboard=list(_steps(shown, texts)))


def outlook_text(outlook: Outlook, *, texts: Texts, program: Program) -> str:
    """Return who would get it now, who later, who not, and why; the lines add up to the first."""
    at = outlook.quiet_until
    return texts(
        "campaigns-outlook",
        total=outlook.total,
        ready=outlook.ready,
        quiet=outlook.quiet,
        until=wording.moment(at, program=program, language=texts.language) if at else "",
        capped=outlook.capped,
        later=outlook.capped_later,
        consent=outlook.no_consent,
        blocked=outlook.blocked,
        absent=outlook.absent,
    )


def progress(shown: Card, texts: Texts) -> str:
    """Return the numbers of a campaign under way or over; they add up to its total."""
    figures = shown.figures
    if not shown.planned:
        return texts("campaigns-planning", total=figures.total)
    left = figures.planned + figures.deferred + figures.sending
    done = figures.total - left
    return texts(
        "campaigns-progress",
        bar=bar(done, figures.total),
        percent=done * 100 // figures.total if figures.total else 100,
        total=figures.total,
        sent=figures.sent,
        sending=figures.sending,
        planned=figures.planned,
        deferred=figures.deferred,
        capped=figures.capped,
        suppressed=figures.suppressed,
        unreachable=figures.unreachable,
        failed=figures.failed,
        unknown=figures.unknown,
        clicked=figures.clicked,
        out=figures.opted_out,
    )


def report(shown: Card, texts: Texts) -> str:
    """Return what is told at the end, and what can still be done about it."""
    told = texts("campaigns-finished", name=shown.name)
    more = f"\n\n{texts('campaigns-finished-unknown')}" if shown.figures.unknown else ""
    return f"{told}\n\n{progress(shown, texts)}{more}"


def _steps(shown: Card, texts: Texts) -> Iterator[list[InlineKeyboardButton]]:
    def to(do: Do) -> InlineKeyboardButton:
        return button(texts(f"campaigns-do-{do}"), CampaignButton(do=do, id=shown.id))

    if shown.may("edit"):
        yield [to("text"), to("languages"), to("photo"), to("link")]
        if shown.content.link is not None:
            label = texts("campaigns-counting" if shown.content.link.counted else "campaigns-not-counting")
            yield [button(label, CampaignButton(do="count", id=shown.id))]
    if shown.may("test"):
        yield [to("preview"), to("test")]
    if shown.may("approve"):
        yield [to("approve")]
    if shown.may("start"):
        yield [to("start"), to("time")]
    last = [to(do) for do, step in _LAST if shown.may(step)]
    if shown.figures.unknown and shown.may("resend"):
        yield [to("resend")]
    yield [*last, to("show")]


_LAST: tuple[tuple[Do, Literal["pause", "resume", "cancel"]], ...] = (
    ("pause", "pause"),
    ("resume", "resume"),
    ("cancel", "cancel"),
)


def nobody_in_particular(program: Program) -> Example:
    """Return a reader of whom nothing is known: what the fallbacks look like."""
    return Example(None, program.tiers[0].id, 0, DEFAULT_LANGUAGE)
