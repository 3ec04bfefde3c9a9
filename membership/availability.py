"""The conditions of a reward, each with the refusal that says why it does not hold and when it may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.errors import Conflict, Forbidden, NotFound, Refusal
from core.program import Program, Reward
from core.program_sales import Period, instant
from db.queries import rewards as rows
from membership import segments

EVER = "ever"


class RewardUnknown(NotFound):
    key = "rewards-unknown"


class RewardNotYet(Conflict):
    """Values: `opens_moment`."""

    key = "rewards-not-yet"


class RewardOver(Conflict):
    """Values: `closed_at`."""

    key = "rewards-over"


class RewardOutOfHours(Conflict):
    """Values: `opens_moment`, the next time that it is offered."""

    key = "rewards-out-of-hours"


class RewardTierShort(Forbidden):
    """Values: `tier`, the lowest that may have it."""

    key = "rewards-tier-short"


class RewardForOthers(Forbidden):
    """It is for a segment that the member is not in. Values: `segment`."""

    key = "rewards-for-others"


class RewardSoldOut(Conflict):
    key = "rewards-sold-out"


class RewardHad(Conflict):
    """The member has had all that one member may. Values: `count`."""

    key = "rewards-had"


class RewardHadForNow(Conflict):
    """The same, until the next period. Values: `count`, `again_at`."""

    key = "rewards-had-for-now"


class RewardUsedUp(Conflict):
    """All members together have had this period's. Values: `again_at`."""

    key = "rewards-used-up"


class RewardPointsShort(Conflict):
    """Values: `missing`, `points`."""

    key = "rewards-points-short"


@dataclass(frozen=True, slots=True)
class Span:
    """One period of a limit: its name, and its first and last instant (none for `ever`)."""

    slot: str
    begins: datetime | None
    ends: datetime | None


def period(kind: Period, *, program: Program, now: datetime) -> Span:
    """Return the local day, week (from Monday), month or year that `now` is in."""
    today = local_day(now, program.time_zone, program.day_start)
    if kind == "ever":
        return Span(EVER, None, None)
    first, following = _bounds(kind, today)
    slot = {"day": f"{first}", "week": f"{first:%G-W%V}", "month": f"{first:%Y-%m}", "year": f"{first:%Y}"}
    return Span(
        slot[kind],
        day_begins(first, program.time_zone, program.day_start),
        day_begins(following, program.time_zone, program.day_start),
    )


def _bounds(kind: Period, today: date) -> tuple[date, date]:
    if kind == "day":
        return today, today + timedelta(days=1)
    if kind == "week":
        monday = today - timedelta(days=today.weekday())
        return monday, monday + timedelta(days=7)
    if kind == "month":
        first = today.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1)
    return today.replace(month=1, day=1), today.replace(year=today.year + 1, month=1, day=1)


def closed(reward: Reward, early: timedelta, program: Program, now: datetime) -> Refusal | None:
    """Return why a reward is not offered at this time; it opens `early` for some tiers."""
    zone = program.time_zone
    if reward.opens and now < (opens := instant(reward.opens, zone) - early):
        return RewardNotYet(opens_moment=opens.isoformat())
    if reward.closes and now >= instant(reward.closes, zone):
        return RewardOver(closed_at=instant(reward.closes, zone).isoformat())
    if reward.every:
        following, _ = reward.every.running_or_next(now, zone)
        if now < following:
            return RewardOutOfHours(opens_moment=following.isoformat())
    return None


def not_for(
    session: Session, *, reward: Reward, tier: str, member_id: int, program: Program, now: datetime
) -> Refusal | None:
    ladder = [one.id for one in program.tiers]
    if reward.tier and ladder.index(tier) < ladder.index(reward.tier):
        return RewardTierShort(tier=program.tier_by_id[reward.tier].name.model_dump())
    if reward.segment:
        asked = segments.conditions(reward.segment, program=program, at=now)
        if not rows.is_in(session, member_id, asked):
            return RewardForOthers(segment=program.segments[reward.segment].title.model_dump())
    return None


def had(reward: Reward, had: int, span: Span) -> Refusal | None:
    if reward.per_member is None or had < reward.per_member:
        return None
    if span.ends is None:
        return RewardHad(count=reward.per_member)
    return RewardHadForNow(count=reward.per_member, again_at=span.ends.isoformat())


def gone(
    reward: Reward, for_ever: int | None, for_now: int | None, program: Program, now: datetime
) -> Refusal | None:
    if for_ever == 0:
        return RewardSoldOut()
    ends = period(reward.limit_in, program=program, now=now).ends
    return RewardUsedUp(again_at=ends.isoformat()) if for_now == 0 and ends else None
