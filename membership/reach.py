"""Who may be told something unasked now, and when those who may not can be told: consent, caps, quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.program import Program
from db.queries import reach as rows
from db.queries.recipients import Fate
from membership import segments

TOPIC = "campaigns"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What would become of a segment now; the buckets add up to `total`.

    `ready` get it at once, `quiet` when the quiet hours end at `quiet_until`, `capped` have had enough for today
    or this month (`capped_later` of them can still be told before the deadline).
    """

    ready: int
    quiet: int
    capped: int
    capped_later: int
    no_consent: int
    blocked: int
    absent: int
    quiet_until: datetime | None

    @property
    def total(self) -> int:
        return self.ready + self.quiet + self.capped + self.no_consent + self.blocked + self.absent

    @property
    def permitted(self) -> int:
        """How many it may reach, sooner or later: what approval by a second person is measured by."""
        return self.ready + self.quiet + self.capped


def outlook(
    session: Session, *, segment: str, program: Program, now: datetime, deadline: datetime
) -> Outlook:
    """Return what would become of a segment's members, each counted once."""
    found = rows.standings(
        session, segments.conditions(segment, program=program, at=now), permission(program, now)
    )
    quiet_until = quiet_end(program, now)
    ready = found.get("ready", 0)
    later = fates(program, now, deadline)
    capped = {name: found.get(name, 0) for name in ("cap_day", "cap_month")}
    return Outlook(
        ready=ready if quiet_until is None else 0,
        quiet=0 if quiet_until is None else ready,
        capped=sum(capped.values()),
        capped_later=sum(number for name, number in capped.items() if later[name].state == "deferred"),
        no_consent=found.get("no_consent", 0),
        blocked=found.get("blocked", 0),
        absent=found.get("absent", 0),
        quiet_until=quiet_until,
    )


def permission(program: Program, now: datetime) -> rows.Permission:
    """Return what a campaign's message needs at `now`; days and months are the program's."""
    today = local_day(now, program.time_zone, program.day_start)
    return rows.Permission(
        topic=TOPIC,
        marketing=[topic.id for topic in program.topics if topic.marketing],
        day_began=day_begins(today, program.time_zone, program.day_start),
        month_began=day_begins(today.replace(day=1), program.time_zone, program.day_start),
        per_day=program.caps.marketing_per_day,
        per_month=program.caps.marketing_per_month,
    )


def fates(program: Program, now: datetime, deadline: datetime) -> Mapping[str, Fate]:
    """Return what becomes of members of each standing: who has to wait past `deadline` is not told at all."""
    today = local_day(now, program.time_zone, program.day_start)
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)

    def later(at: datetime) -> Fate:
        return Fate("deferred", at) if at <= deadline else Fate("capped", now)

    def opening(after: datetime) -> datetime:
        return quiet_end(program, after) or after

    quiet_until = quiet_end(program, now)
    tomorrow = day_begins(today + timedelta(days=1), program.time_zone, program.day_start)
    month = day_begins(next_month, program.time_zone, program.day_start)
    return {
        "ready": Fate("planned", now) if quiet_until is None else later(quiet_until),
        "cap_day": later(opening(tomorrow)),
        "cap_month": later(opening(month)),
        "no_consent": Fate("suppressed", now),
        "blocked": Fate("unreachable", now),
        "absent": Fate("unreachable", now),
    }


def quiet_end(program: Program, now: datetime) -> datetime | None:
    """Return when the quiet hours that `now` falls into end; None when it falls into none."""
    quiet = program.quiet_hours
    local = now.astimezone(program.time_zone)
    if not quiet.covers(local.time()):
        return None
    end = day_begins(local.date(), program.time_zone, quiet.end)
    return end if end > now else day_begins(local.date() + timedelta(days=1), program.time_zone, quiet.end)
