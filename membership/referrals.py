"""Invitations (邀请好友): a friend's first order of some size, past its return window, rewards both, once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.program import Program
from db.models.referrals import Referral
from db.queries import points as ledger
from db.queries import referrals as rows
from membership import notices, referral_rewards

# What a start link carries: this, and a token that can't be guessed.
MARK = "i-"
LISTED = 8
# An order of the last day may come in by a channel that delivers once a day or less.
LATE_ORDERS = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Invited:
    """A friend as the inviter may see them: no name, no purchase."""

    referral_id: int
    joined_at: datetime
    state: str
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitations:
    """What an inviter sees: the newest friends, and how many stand in which state."""

    friends: tuple[Invited, ...]
    counts: dict[str, int]
    rewarded_this_month: int
    came_by: Invited | None

    @property
    def waiting(self) -> int:
        """How many rewards are on their way."""
        return sum(self.counts.get(state, 0) for state in ("joined", "ordered", "held"))


def link(session: Session, *, member_id: int, now: datetime) -> str:
    """Return the payload of a member's own link, made once."""
    known = rows.token_of(session, member_id)
    if known is not None:
        return f"{MARK}{known}"
    # Two first taps at once may make two links: both lead to the same member.
    token = secrets.token_urlsafe(12)
    rows.add_link(session, member_id=member_id, token=token, now=now)
    return f"{MARK}{token}"


def begin(
    session: Session, *, member_id: int, source: str | None, program: Program, now: datetime
) -> int | None:
    """Note by whose link a new member came, if it was one; called where they join. Return the referral's id."""
    if source is None or not source.startswith(MARK):
        return None
    inviter_id = rows.owner_of(session, source.removeprefix(MARK))
    if inviter_id is None or inviter_id == member_id:
        return None
    referral_id = rows.add(
        session,
        key=f"join:{member_id}",
        inviter_id=inviter_id,
        invitee_id=member_id,
        state="joined",
        joined_at=now,
        expires_at=now + timedelta(days=program.points.referral.valid_days),
        capped=False,
        cash_minor=0,
    )
    if referral_id is not None:
        notices.tell(
            session,
            member_ids=[inviter_id],
            topic="points",
            text="referrals-joined",
            key=f"referral:{referral_id}:joined",
            values={inviter_id: {"spend_minor": program.minor(program.points.referral.min_spend)}},
            buttons=[[notices.Button("referrals-see", data="invite")]],
            now=now,
        )
    return referral_id


def invitations(session: Session, *, member_id: int, program: Program, now: datetime) -> Invitations:
    """Return a member's own invitations, newest first; O(their invitations)."""
    own = rows.of_invitee(session, member_id)
    return Invitations(
        tuple(_shown(one) for one in rows.of_inviter(session, member_id, LISTED)),
        rows.counts_of_inviter(session, member_id),
        rows.rewarded_since(session, member_id, referral_rewards.month_begins(program, now)),
        _shown(own) if own is not None else None,
    )


def match(session: Session, *, limit: int, program: Program) -> int:
    """Find up to `limit` friends' qualifying orders and note when their return window ends; return how many."""
    rules = program.points.referral
    found = rows.first_orders(
        session, least=program.minor(rules.min_spend), currency=program.currency, limit=limit
    )
    days = _return_days(session, [one.order_id for one in found], program)
    for one in found:
        rows.advance(
            session,
            one.referral_id,
            ("joined",),
            state="ordered",
            order_id=one.order_id,
            due_at=one.ordered_at + timedelta(days=days[one.order_id]),
        )
    return len(found)


def expire(session: Session, *, now: datetime) -> int:
    """Cancel the invitations whose friend ordered nothing in time; return how many."""
    return rows.expire(session, now - LATE_ORDERS)


def due(session: Session, *, after: int, limit: int, now: datetime) -> Sequence[int]:
    """Return the referrals above id `after` whose return window is over."""
    return tuple(rows.due(session, after, now, limit))


def settle(
    session: Session, *, referral_id: int, program: Program, now: datetime
) -> referral_rewards.Settled | None:
    """Pay one referral that is due, hold it for a colleague, or cancel it; None when that was done."""
    found = rows.by_id(session, referral_id)
    if found is None:
        return None
    # The inviter's account is the lock behind which the cap of the month is counted.
    ledger.lock_account(session, found.inviter_id)
    found = rows.by_id(session, referral_id)
    if found is None or found.state != "ordered" or found.due_at is None or found.due_at > now:
        return None
    if found.inviter_id == found.invitee_id:
        rows.advance(session, referral_id, ("ordered",), state="cancelled", reason="self")
        return referral_rewards.Settled(referral_id, "cancelled", "self")
    doubt = _suspicion(session, found, program)
    if doubt is not None:
        rows.advance(session, referral_id, ("ordered",), state="held", reason=doubt)
        return referral_rewards.Settled(referral_id, "held", doubt)
    return referral_rewards.pay(session, found=found, states=("ordered",), program=program, now=now)


def _suspicion(session: Session, found: Referral, program: Program) -> str | None:
    """Return why a colleague should look at a referral before it is paid, the plainest reason first."""
    if rows.ordered_before(session, found.invitee_id, found.joined_at) or rows.came_before(session, found):
        return "existing"
    if rows.shares_phone(session, found.invitee_id):
        return "phone"
    rules = program.points.referral
    span = timedelta(days=rules.review_days)
    near = rows.joined_between(session, found.inviter_id, found.joined_at - span, found.joined_at + span)
    # In any stretch of so many days that holds this one.
    crowded = max(sum(1 for other in near if begin_ <= other < begin_ + span) for begin_ in near)
    return "velocity" if crowded >= rules.review_after else None


def _return_days(session: Session, order_ids: Sequence[int], program: Program) -> dict[int, int]:
    """Return how many days each order can be given back: the longest of its lines."""
    rules = program.points
    days = dict.fromkeys(order_ids, rules.pending_days)
    for order_id, product, category in rows.products_of(session, order_ids):
        known = program.products.get(product)
        shelf = category or (known.category if known else "")
        days[order_id] = max(days[order_id], rules.pending_days_by_category.get(shelf, 0))
    return days


def _shown(found: Referral) -> Invited:
    return Invited(found.id, found.joined_at, found.state, found.due_at)
