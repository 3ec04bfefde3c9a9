"""The paid card (会员年卡): a tier at least, for terms that follow one another; it buys no qualifying points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.errors import Invalid
from core.program import Program
from db.models.cards import CardTerm
from db.queries import cards as rows
from db.queries import payments as paid
from db.queries import points as ledger
from membership import audits, card_reminders, ladders, members, notices, staff, tiers

MOST_MONTHS = 36


class MonthsWrong(Invalid):
    key = "cards-months-wrong"


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch of a card; `new` is false when its key had been used before."""

    term_id: int
    member_id: int
    tier: str
    from_at: datetime
    until_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Card:
    """What a member holds: a tier at least until `until_at`; `payment_id` is that of a running subscription."""

    term_id: int
    tier: str
    until_at: datetime
    days_left: int
    payment_id: int | None
    renews: bool


@dataclass(frozen=True, slots=True)
class Ended:
    member_id: int
    tier: str


def card_of(session: Session, *, member_id: int, program: Program, now: datetime) -> Card | None:
    """Return a member's card as it stands at `now`, or None."""
    terms = rows.open_of(session, member_id, now)
    if not terms:
        return None
    subscription = paid.subscription(session, member_id, now)
    return Card(
        terms[0].id,
        terms[0].tier,
        terms[-1].until_at,
        card_reminders.days_left(terms[-1].until_at, program=program, now=now),
        subscription.id if subscription else None,
        bool(subscription and subscription.renews),
    )


def extend(
    session: Session,
    *,
    member_id: int,
    key: str,
    tier: str,
    months: int | None = None,
    days: int | None = None,
    payment_id: int | None = None,
    program: Program,
    now: datetime,
) -> Term:
    """Give a member one more term, once per key: from now, or behind the terms that they have.

    It lasts `months`, or `days`, and always to the end of its last local day.
    """
    ledger.lock_account(session, member_id)
    open_terms = rows.open_of(session, member_id, now)
    begins = open_terms[-1].until_at if open_terms else now
    ends = term_ends(begins, months=months, days=days, program=program)
    term_id = rows.add(
        session,
        member_id=member_id,
        key=key,
        payment_id=payment_id,
        tier=tier,
        months=months,
        days=days,
        state="active",
        bought_at=now,
        from_at=begins,
        until_at=ends,
    )
    if term_id is None:
        known = rows.by_key(session, key)
        assert known is not None  # noqa: S101 - the key is what stood in the way
        return Term(known.id, known.member_id, known.tier, known.from_at, known.until_at, new=False)
    refresh(session, member_id=member_id, program=program, now=now)
    return Term(term_id, member_id, tier, begins, ends, new=True)


def grant(
    session: Session,
    *,
    number: str,
    months: int,
    reason: str,
    operator_id: int,
    key: str,
    program: Program,
    now: datetime,
) -> Term:
    """Give the member `number` a card without payment; audited, and told to them.

    Raises MonthsWrong, MemberUnknown, and staff.OwnAccount for the operator's own account.
    """
    if not 1 <= months <= MOST_MONTHS or program.paid_card is None:
        raise MonthsWrong(most=MOST_MONTHS)
    why = audits.needed(reason)
    member_id = members.find(session, ref=members.Ref("number", number))
    staff.serves_another(session, telegram_id=operator_id, member_id=member_id)
    term = extend(
        session,
        member_id=member_id,
        key=f"grant:{key}",
        tier=program.paid_card.tier,
        months=months,
        program=program,
        now=now,
    )
    if term.new:
        audits.record(
            session,
            actor=f"telegram:{operator_id}",
            action="cards.grant",
            subject=f"member:{member_id}",
            origin="chat",
            after={"tier": term.tier, "months": months, "until": term.until_at.isoformat()},
            reason=why,
            now=now,
        )
        tell(
            session, text="cards-given", key=f"card:{term.term_id}:given", term=term, program=program, now=now
        )
    return term


def revoke(session: Session, *, payment_id: int, program: Program, now: datetime) -> Ended | None:
    """End the term that a payment bought; the terms behind it move up. None when it bought none that stands."""
    term = rows.by_payment(session, payment_id)
    if term is None:
        return None
    ledger.lock_account(session, term.member_id)
    term_id, member_id, tier = term.id, term.member_id, term.tier
    cut = max(term.from_at, min(term.until_at, now))
    behind = [one.id for one in rows.open_of(session, member_id, now) if one.from_at >= term.until_at]
    if not rows.revoke(session, term_id, cut):
        return None
    begins = max(cut, now)
    for one in [one for one in rows.open_of(session, member_id, now) if one.id in behind]:
        ends = term_ends(begins, months=one.months, days=one.days, program=program)
        rows.move(session, one.id, begins, ends)
        begins = ends
    refresh(session, member_id=member_id, program=program, now=now)
    return Ended(member_id, tier)


def refresh(session: Session, *, member_id: int, program: Program, now: datetime) -> None:
    """Let tier floor and reminder follow from the terms as they stand; whoever moves terms calls this."""
    terms = rows.open_of(session, member_id, now)
    tier = _as_today(terms[0].tier, program) if terms and terms[0].from_at <= now else None
    if tier is None:
        tiers.drop_floor(session, member_id=member_id, now=now, program=program)
    else:
        tiers.set_floor(
            session,
            member_id=member_id,
            tier=tier,
            until=_covered_until(terms),
            now=now,
            program=program,
        )
    card_reminders.plan(session, member_id=member_id, terms=terms, program=program, now=now)


def end_due(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Close up to `limit` terms that are over; return how many were looked at. Safe to repeat and to miss days."""
    over = rows.past(session, now, limit)
    for term_id, member_id in over:
        ledger.lock_account(session, member_id)
        if not rows.end(session, term_id, now):
            continue
        refresh(session, member_id=member_id, program=program, now=now)
        if not rows.open_of(session, member_id, now):
            notices.tell(
                session,
                member_ids=[member_id],
                topic="service",
                text="cards-ended",
                key=f"card:{term_id}:ended",
                values={member_id: {}},
                buttons=[[notices.Button("cards-see", data="card")]],
                now=now,
            )
    return len(over)


def tell(session: Session, *, text: str, key: str, term: Term, program: Program, now: datetime) -> None:
    """Queue what a member is told about a term; money and rights are told whatever topics are off."""
    values = {
        "tier": program.tier_by_id[term.tier].name.model_dump()
        if term.tier in program.tier_by_id
        else term.tier,
        "until_at": card_reminders.last_moment(term.until_at).isoformat(),
    }
    notices.tell(
        session,
        member_ids=[term.member_id],
        topic="service",
        text=text,
        key=key,
        values={term.member_id: values},
        buttons=[[notices.Button("cards-see", data="card")]],
        now=now,
    )


def term_ends(begins: datetime, *, months: int | None, days: int | None, program: Program) -> datetime:
    """Return the end of a term: so many months or days on, rounded up to the end of that local day."""
    day = begins.astimezone(program.time_zone).date()
    last = ladders.months_on(day, months) if months is not None else day + timedelta(days=days or 0)
    whole = begins == day_begins(day, program.time_zone)
    return day_begins(last if whole else last + timedelta(days=1), program.time_zone)


def _as_today(tier: str, program: Program) -> str | None:
    """Return the tier that a term gives; where the program has lost it, the one that is sold instead."""
    if tier in program.tier_by_id:
        return tier
    return program.paid_card.tier if program.paid_card else None


def _covered_until(terms: Sequence[CardTerm]) -> datetime:
    """Return until when the first term's tier is held without a gap."""
    until = terms[0].until_at
    for term in terms[1:]:
        if term.tier != terms[0].tier or term.from_at > until:
            break
        until = max(until, term.until_at)
    return until
