"""Phone numbers as identities: shared by their owner, never typed; whoever waited under one joins the member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core import crypto
from core.crypto import Vault
from core.errors import Forbidden, Invalid, NotFound
from core.program import Program
from db.queries import identities as rows
from membership import asks, audits, merges, notices

# How long the holder of a number has to answer before an operator looks at the claim.
ANSWER_WITHIN = timedelta(days=3)
QUEUE = 10

Verdict = Literal["merge", "move", "refuse"]


class PhoneWrong(Invalid):
    key = "identities-phone-wrong"


class NotYourContact(Forbidden):
    key = "identities-not-yours"


class ClaimGone(NotFound):
    key = "identities-claim-gone"


@dataclass(frozen=True, slots=True)
class Shared:
    """What became of a shared number.

    `linked` is new, `known` stood already, `joined` brought a membership that had waited under it; `asked`
    waits for the Telegram account that holds it, `review` for an operator. `points` were paid for telling it.
    """

    kind: Literal["linked", "known", "joined", "asked", "review"]
    points: int = 0
    merged: merges.Merged | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A claim that is decided; `merged` when both are one member now."""

    claim_id: int
    state: Literal["merged", "moved", "refused", "review"]
    merged: merges.Merged | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """One claim of the operators' queue, by member numbers only."""

    claim_id: int
    claimant: str
    holder: str
    denied: bool
    opened_at: datetime


def share_phone(
    session: Session,
    *,
    member_id: int,
    number: str,
    desk: int | None = None,
    vault: Vault,
    program: Program,
    now: datetime,
) -> Shared:
    """Take in a number that Telegram vouches for (the edge has checked that it is the sender's own).

    Nobody has it: it is linked, in place of an earlier one. A member without a Telegram account has it: they
    are merged into this one, unless they were silent for so long that the number may have changed hands.
    Another account has it: that account is asked. Of two who share one number at once, one is the holder.
    """
    value, sealed = _protected(number, vault)
    if rows.add_phone(session, member_id, value, sealed):
        return _linked(session, member_id, value, "linked", program, now)
    holder = rows.holder(session, value)
    if holder is None or holder.member_id == member_id:
        rows.seal_phone(session, value, sealed)
        return _linked(session, member_id, value, "known", program, now)
    if holder.has_account or _dormant(session, holder.member_id, program, now):
        return _claim(session, member_id, holder, value, sealed, desk, now)
    merged = merges.merge(
        session,
        source=holder.member_id,
        target=member_id,
        actor=f"member:{member_id}",
        reason="phone shared",
        origin="chat",
        tell=False,
        program=program,
        now=now,
    )
    rows.seal_phone(session, value, sealed)
    shared = _linked(session, member_id, value, "known", program, now)
    return Shared("joined", shared.points, merged)


def forget_phone(session: Session, *, member_id: int) -> None:
    """Take a member's number off the books; orders that name it find nobody from now on."""
    rows.drop_phones(session, member_id, but=None)


def answer(
    session: Session,
    *,
    claim_id: int,
    member_id: int,
    same: bool,
    desk: int | None = None,
    program: Program,
    now: datetime,
) -> Decided:
    """Take the holder's word: `same` merges them into the claimant, a no goes to the operators.

    Raises ClaimGone for what is decided, and for whoever is not the holder.
    """
    claim = rows.standing(session, claim_id)
    if claim is None or claim.holder_id != member_id or claim.state != "open":
        raise ClaimGone
    if same:
        return _merge(session, claim, f"member:{member_id}", "holder confirmed", "chat", program, now)
    rows.decide(session, claim_id, "review", None, None)
    _tell_desk(session, claim_id, desk, claim.claimant, claim.holder, now)
    return Decided(claim_id, "review")


def decide(
    session: Session,
    *,
    claim_id: int,
    verdict: Verdict,
    actor: str,
    program: Program,
    now: datetime,
) -> Decided:
    """Let an operator decide: both are one person, the number has a new owner, or neither; raises ClaimGone."""
    claim = rows.standing(session, claim_id)
    if claim is None:
        raise ClaimGone
    if verdict == "merge":
        return _merge(session, claim, actor, "claim approved", "chat", program, now)
    if verdict == "move":
        rows.give_phone(session, claim.value, claim.sealed, claim.claimant_id)
        _linked(session, claim.claimant_id, claim.value, "linked", program, now)
    state: Literal["moved", "refused"] = "moved" if verdict == "move" else "refused"
    rows.decide(session, claim_id, state, actor, now)
    audits.record(
        session,
        actor=actor,
        action=f"identities.{verdict}",
        subject=f"member:{claim.claimant_id}",
        after={"claim": claim_id, "holder": claim.holder_id},
        origin="chat",
        now=now,
    )
    notices.tell(
        session,
        member_ids=[claim.claimant_id],
        topic="service",
        text=f"identities-{state}",
        key=f"claim:{claim_id}:{state}",
        values={},
        now=now,
    )
    return Decided(claim_id, state)


def waiting(session: Session, *, now: datetime) -> tuple[Open, ...]:
    """Return the oldest claims that an operator has to decide."""
    return tuple(
        Open(one.id, one.claimant, one.holder, one.state == "review", one.opened_at)
        for one in rows.waiting(session, now - ANSWER_WITHIN, QUEUE)
    )


def _protected(number: str, vault: Vault) -> tuple[str, bytes]:
    try:
        return vault.blind_phone(number), vault.seal(crypto.phone(number))
    except ValueError:
        raise PhoneWrong from None


def _linked(
    session: Session,
    member_id: int,
    value: str,
    kind: Literal["linked", "known"],
    program: Program,
    now: datetime,
) -> Shared:
    """One member, one number: the earlier one may be somebody else's by now."""
    rows.drop_phones(session, member_id, but=value)
    return Shared(kind, asks.pay(session, member_id=member_id, item="phone", program=program, now=now))


def _dormant(session: Session, member_id: int, program: Program, now: datetime) -> bool:
    last = rows.last_order(session, member_id)
    return last is not None and last < now - timedelta(days=program.asks.phone_dormant_days)


def _claim(
    session: Session,
    member_id: int,
    holder: rows.Holder,
    value: str,
    sealed: bytes,
    desk: int | None,
    now: datetime,
) -> Shared:
    kind: Literal["asked", "review"] = "asked" if holder.has_account else "review"
    claim_id = rows.open_claim(
        session,
        value=value,
        sealed=sealed,
        claimant_id=member_id,
        holder_id=holder.member_id,
        state="open" if holder.has_account else "review",
        opened_at=now,
    )
    if claim_id is None:
        return Shared(kind)
    claim = rows.standing(session, claim_id)
    if kind == "review" and claim is not None:
        _tell_desk(session, claim_id, desk, claim.claimant, claim.holder, now)
        return Shared(kind)
    buttons = [
        notices.Button(text="identities-same", data=f"claim:{claim_id}:1"),
        notices.Button(text="identities-other", data=f"claim:{claim_id}:0"),
    ]
    notices.tell(
        session,
        member_ids=[holder.member_id],
        topic="service",
        text="identities-asked",
        key=f"claim:{claim_id}",
        values={},
        buttons=[[one] for one in buttons],
        now=now,
    )
    return Shared(kind)


def _merge(
    session: Session,
    claim: rows.Standing,
    actor: str,
    reason: str,
    origin: str,
    program: Program,
    now: datetime,
) -> Decided:
    rows.decide(session, claim.id, "merged", actor, now)
    if claim.holder_id == claim.claimant_id:  # they became one member some other way meanwhile
        return Decided(claim.id, "merged")
    merged = merges.merge(
        session,
        source=claim.holder_id,
        target=claim.claimant_id,
        actor=actor,
        reason=reason,
        origin=origin,
        program=program,
        now=now,
    )
    asks.pay(session, member_id=merged.member_id, item="phone", program=program, now=now)
    return Decided(claim.id, "merged", merged)


def _tell_desk(
    session: Session, claim_id: int, desk: int | None, claimant: str, holder: str, now: datetime
) -> None:
    if desk is not None:
        notices.tell_chat(
            session,
            chat_id=desk,
            text="identities-desk",
            key=f"claim:{claim_id}:desk",
            values={"claimant": claimant, "holder": holder},
            now=now,
        )
