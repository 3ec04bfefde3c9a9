"""Check-ins (签到): one a member and local day, paid by the streak, in a group or in private."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from core.clock import local_day
from core.program import Program
from db.queries import checkins as rows
from db.queries import posts
from membership import budgets, challenges, groups, points, streaks

SOURCE = "checkin"
KIND = "checkins"


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Today's check-in as it stands; `new` is false when it had been made before.

    `points` holds the milestone's `bonus`; `saved` missed days were covered by freezes; `task` is the
    group's task of the day, if this completed it just now.
    """

    day: date
    new: bool
    points: int
    bonus: int
    streak: int
    saved: int
    freezes: int
    task: challenges.Done | None


@dataclass(frozen=True, slots=True)
class Diary:
    """A member's month: the days with a check-in and the days that a freeze covered."""

    today: date
    run: streaks.Run
    alive: bool
    checked: frozenset[date]
    frozen: frozenset[date]
    next_points: int
    next_milestone: int | None


def check_in(
    session: Session,
    *,
    member_id: int,
    group_id: int | None = None,
    pressed: tuple[int, int] | None = None,
    program: Program,
    now: datetime,
) -> CheckedIn:
    """Check a member in for the local day that `now` belongs to, and pay for it, once.

    `pressed` is the (post, message) whose button it came from, if it came from one.
    """
    day = local_day(now, program.time_zone, program.day_start)
    before = streaks.Run(*rows.lock_streak(session, member_id))
    # Who never checked in on this day or later can't have this day's: most people save a look.
    made = rows.of_day(session, member_id, day) if before.last is not None and before.last >= day else None
    if made is not None:
        done = _show(session, member_id, group_id, day, pressed, program, now, fresh=False)
        return CheckedIn(day, False, made.points, 0, made.streak, 0, before.freezes, done)
    run = _after(session, member_id, before, day, program)
    bonus = program.checkin.milestones.get(run.days, 0)
    promised = streaks.reward(run.days, program.checkin) + bonus
    asked = budgets.Ask(member_id, SOURCE, promised, now)
    paid = budgets.take(session, asks=[asked], program=program)[0].points
    rows.add(session, member_id=member_id, day=day, group_id=group_id, streak=run.days, points=paid, at=now)
    rows.keep_streak(
        session,
        member_id,
        days=run.days,
        best=run.best,
        total=run.total,
        freezes=run.freezes,
        last_day=run.last,
    )
    if paid:
        grant = points.Grant(member_id, paid, 0, f"checkin:{member_id}:{day}", SOURCE, now)
        points.earn(session, grant=grant, program=program, now=now)
    done = _show(session, member_id, group_id, day, pressed, program, now, fresh=True)
    return CheckedIn(day, True, paid, bonus, run.days, _saved(before, run), run.freezes, done)


def check_in_at(
    session: Session,
    *,
    chat: groups.Chat,
    member_id: int,
    pressed: tuple[int, int] | None = None,
    program: Program,
    now: datetime,
) -> CheckedIn:
    """Check a member in in a group's chat, which an update may be the first to tell of."""
    group = groups.enter(session, chat=chat, program=program, now=now)
    return check_in(
        session,
        member_id=member_id,
        group_id=group.group_id,
        pressed=pressed,
        program=program,
        now=now,
    )


def open_post(session: Session, *, group_id: int, program: Program, now: datetime) -> bool:
    """Open the group's check-in post of today; False when it stands."""
    day = local_day(now, program.time_zone, program.day_start)
    made = posts.open_post(session, group_id=group_id, day=day, kind=KIND, subject="", now=now)
    return made is not None


def diary(session: Session, *, member_id: int, program: Program, now: datetime) -> Diary:
    """Return a member's streak and the days behind it; O(check-ins of the member)."""
    today = local_day(now, program.time_zone, program.day_start)
    days = rows.days(session, member_id)
    run = streaks.recount(days, program.checkin)
    alive = streaks.alive(run, today)
    reached = run.days if alive else 0
    return Diary(
        today,
        run,
        alive,
        frozenset(days),
        streaks.frozen(days, program.checkin),
        streaks.reward(reached + 1, program.checkin),
        min((mark for mark in program.checkin.milestones if mark > reached), default=None),
    )


def _after(session: Session, member_id: int, before: streaks.Run, day: date, program: Program) -> streaks.Run:
    """Return the run with `day` in it; recounted when the program's time zone was moved back meanwhile."""
    if before.last is None or day > before.last:
        return streaks.extend(before, day, program.checkin)
    return streaks.recount([*rows.days(session, member_id), day], program.checkin)


def _saved(before: streaks.Run, after: streaks.Run) -> int:
    """Return how many freezes a check-in used up."""
    if before.last is None or after.last is None or after.days == 1:
        return 0
    return max(0, (after.last - before.last).days - 1)


def _show(
    session: Session,
    member_id: int,
    group_id: int | None,
    day: date,
    pressed: tuple[int, int] | None,
    program: Program,
    now: datetime,
    *,
    fresh: bool,
) -> challenges.Done | None:
    """Let the group see the check-in, and complete its task of the day if that asks for one."""
    if group_id is None:
        return None
    standing = {post.kind: post for post in posts.of_day(session, group_id, day)}
    if fresh and KIND not in standing:
        posts.open_post(session, group_id=group_id, day=day, kind=KIND, subject="", now=now)
    for post in standing.values():
        if pressed is not None and pressed[0] == post.id and post.message_id is None:
            posts.adopt(session, post.id, group_id, pressed[1], now)
    task = standing.get(challenges.KIND)
    if task is None:
        return None
    return challenges.complete_by_checkin(session, post=task, member_id=member_id, program=program, now=now)
