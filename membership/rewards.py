"""What points buy (兑换): whether one member can have a reward now and, when not, which condition says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import Refusal
from core.program import Program, Reward
from db.queries import partner_codes, redemptions
from db.queries import rewards as rows
from membership import availability, benefits, points, tiers
from membership.availability import (
    EVER,
    RewardForOthers,
    RewardOver,
    RewardPointsShort,
    RewardUnknown,
    period,
)

# A limit without a period is another supply than the stock, though both are for ever.
LIMIT = "limit"


@dataclass(frozen=True, slots=True)
class Offer:
    """One reward as one member sees it now.

    `left` is what is left for everybody (empty: no end to it), `had` how many the member has had in the limit's
    period, `attempt` their newest redemption (a next tap on what was shown before it is no new try), `refusal` the
    first condition that does not hold.
    """

    reward: str
    points: int
    left: int | None
    had: int
    attempt: int
    available: int
    refusal: Refusal | None

    @property
    def affordable(self) -> bool:
        return self.available >= self.points


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the conditions look at, read once for all rewards."""

    tier: str
    available: int
    history: list[tuple[int, str, str, datetime]]
    taken: dict[tuple[str, str], int]
    codes: dict[str, int]


def catalogue(session: Session, *, member_id: int, program: Program, now: datetime) -> tuple[Offer, ...]:
    """Return all rewards that are offered or will be, the cheapest first; O(rewards + the member's redemptions)."""
    sight = _look(session, list(program.rewards.values()), member_id, program, now)
    offers = [_offer(session, reward, sight, member_id, program, now) for reward in program.rewards.values()]
    shown = (one for one in offers if not isinstance(one.refusal, RewardOver | RewardForOthers))
    return tuple(sorted(shown, key=lambda one: (one.points, one.reward)))


def offer(session: Session, *, reward: str, member_id: int, program: Program, now: datetime) -> Offer:
    """Return one reward as a member sees it now; raises RewardUnknown."""
    known = reward_of(program, reward)
    sight = _look(session, [known], member_id, program, now)
    return _offer(session, known, sight, member_id, program, now)


def affordable(session: Session, *, member_id: int, program: Program, now: datetime) -> tuple[Offer, ...]:
    """Return what a member could redeem this minute, the dearest first."""
    offers = catalogue(session, member_id=member_id, program=program, now=now)
    return tuple(reversed([one for one in offers if one.refusal is None]))


def reward_of(program: Program, reward: str) -> Reward:
    """Return a reward of the program; raises RewardUnknown for one that it no longer has."""
    found = program.rewards.get(reward)
    if found is None:
        raise RewardUnknown
    return found


def supplies(reward: Reward, *, program: Program, now: datetime) -> tuple[tuple[str, str, int], ...]:
    """Return (subject, slot, offered) of each supply that one piece of a reward is taken from."""
    found = []
    if reward.stock is not None:
        found.append((f"reward:{reward.id}", EVER, reward.stock))
    if reward.limit is not None:
        span = period(reward.limit_in, program=program, now=now)
        found.append((f"reward:{reward.id}", LIMIT if span.slot == EVER else span.slot, reward.limit))
    return tuple(found)


def sold_out(session: Session, *, reward: Reward, program: Program, now: datetime) -> Refusal | None:
    """Say by one cheap read whether a supply of the reward is empty; the taking itself decides."""
    limited = supplies(reward, program=program, now=now)
    taken = rows.taken(session, [(subject, slot) for subject, slot, _ in limited])
    empty = [slot for subject, slot, offered in limited if taken[subject, slot] >= offered]
    for_ever = 0 if {EVER, LIMIT} & set(empty) else None
    return availability.gone(reward, for_ever, 0 if empty else None, program, now)


def _look(session: Session, wanted: list[Reward], member_id: int, program: Program, now: datetime) -> _Sight:
    held = points.balance(session, member_id=member_id, now=now)
    standing = tiers.multiplier_of(session, member_ids=[member_id], program=program)
    partners = [reward.id for reward in wanted if reward.kind == "partner"]
    limited = [
        (subject, slot)
        for reward in wanted
        for subject, slot, _ in supplies(reward, program=program, now=now)
    ]
    return _Sight(
        standing[member_id].id if member_id in standing else program.tiers[0].id,
        held.available,
        [
            (number, reward, state, at)
            for number, reward, state, at in redemptions.history(session, member_id)
        ],
        rows.taken(session, limited),
        partner_codes.free(session, partners),
    )


def _offer(
    session: Session, reward: Reward, sight: _Sight, member_id: int, program: Program, now: datetime
) -> Offer:
    span = period(reward.per_member_in, program=program, now=now)
    mine = [(state, at) for _, own, state, at in sight.history if own == reward.id]
    had = sum(
        state in redemptions.COUNTED and (span.begins is None or at >= span.begins) for state, at in mine
    )
    for_ever, for_now = _left(reward, sight, program, now)
    early = timedelta(days=benefits.early_days(program, sight.tier))
    refusal = (
        availability.closed(reward, early, program, now)
        or availability.not_for(
            session, reward=reward, tier=sight.tier, member_id=member_id, program=program, now=now
        )
        or availability.had(reward, had, span)
        or availability.gone(reward, for_ever, for_now, program, now)
    )
    if refusal is None and sight.available < reward.points:
        refusal = RewardPointsShort(missing=reward.points - sight.available, points=reward.points)
    left = min((one for one in (for_ever, for_now) if one is not None), default=None)
    attempt = max((number for number, *_ in sight.history), default=0)
    return Offer(reward.id, reward.points, left, had, attempt, sight.available, refusal)


def _left(reward: Reward, sight: _Sight, program: Program, now: datetime) -> tuple[int | None, int | None]:
    """Return how many are left for ever (stock, a partner's codes) and in the limit's period; None is no end."""
    for_ever: list[int] = [sight.codes[reward.id]] if reward.kind == "partner" else []
    for_now: int | None = None
    for subject, slot, offered in supplies(reward, program=program, now=now):
        left = max(0, offered - sight.taken[subject, slot])
        if slot in {EVER, LIMIT}:
            for_ever.append(left)
        else:
            for_now = left
    return min(for_ever, default=None), for_now
