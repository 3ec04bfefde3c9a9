"""Daily tasks (每日任务): which one a group gets, and who completed it; completing pays once, progress never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.errors import Conflict, NotFound
from core.program import Challenge, Program
from db.models.groups import Group
from db.models.posts import Post
from db.queries import challenges as rows
from db.queries import groups, posts
from membership import budgets, coupons, points

KIND = "challenge"
# A task that is later than this is left out: nobody wants the morning's question at night.
LATEST = timedelta(hours=12)
PUNCTUAL = timedelta(hours=1)

Way = Literal["quiz", "checkin", "order", "proof"]


class TaskUnknown(NotFound):
    key = "challenges-unknown"


class TaskOver(Conflict):
    key = "challenges-over"


class TaskTried(Conflict):
    key = "challenges-tried"


class TaskUnmet(Conflict):
    key = "challenges-unmet"


@dataclass(frozen=True, slots=True)
class Done:
    """A task that a member completed; `new` is false when that had happened before."""

    challenge: str
    points: int
    new: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """A quiz answer; `done` is empty when it was wrong."""

    challenge: str
    right: bool
    done: Done | None


def way_of(challenge: Challenge) -> Way | None:
    """Return how a task is completed in a group's chat; None when it can't be."""
    goal = challenge.goal
    if goal.kind in {"quiz", "proof"}:
        return "quiz" if goal.kind == "quiz" else "proof"
    if goal.kind == "count" and goal.event == "checkin" and goal.target == 1:
        return "checkin"
    return "order" if goal.kind == "purchase" else None


def pool(program: Program) -> tuple[Challenge, ...]:
    """Return the daily tasks that rotate, in a fixed order."""
    return tuple(
        program.challenges[name]
        for name in sorted(program.challenges)
        if program.challenges[name].daily
        and program.challenges[name].active
        and way_of(program.challenges[name])
    )


def pick(tasks: Sequence[Challenge], last: Mapping[str, date], day: date, rest_days: int) -> Challenge | None:
    """Return the task of `day`: the next in turn that has rested, or the one that has rested longest."""
    if not tasks:
        return None
    start = day.toordinal() % len(tasks)
    turn = [*tasks[start:], *tasks[:start]]
    rested = [task for task in turn if task.id not in last or (day - last[task.id]).days > rest_days]
    return rested[0] if rested else min(turn, key=lambda task: last[task.id])


def open_due(session: Session, *, program: Program, now: datetime) -> int:
    """Open the day's task in each group whose time has come, once a local day; return how many."""
    day = local_day(now, program.time_zone, program.day_start)
    posted = posts.groups_with(session, day, KIND)
    return sum(
        _open(session, group.id, day, program, now)
        for group in groups.active(session)
        if group.daily_task and group.id not in posted and _is_time(group, day, program, now)
    )


def open_now(session: Session, *, group_id: int, program: Program, now: datetime) -> bool:
    """Open a group's task of today before its hour; False when it stands or there is none."""
    day = local_day(now, program.time_zone, program.day_start)
    return _open(session, group_id, day, program, now)


def answer(
    session: Session,
    *,
    post_id: int,
    message_id: int,
    member_id: int,
    choice: int,
    program: Program,
    now: datetime,
) -> Answer:
    """Take a member's one answer to a quiz under the message `message_id`; raises TaskOver, TaskTried."""
    post, task = running(session, post_id=post_id, program=program, now=now)
    posts.adopt(session, post.id, post.group_id, message_id, now)
    if way_of(task) != "quiz":
        raise TaskUnknown
    if choice != task.answer:
        tried = _add(session, post, member_id, "wrong", 0, now)
        if tried is None:
            raise TaskTried
        return Answer(task.id, right=False, done=None)
    known = rows.of_member(session, member_id, task.id, post.day)
    if known is not None and known.state == "wrong":
        raise TaskTried
    return Answer(task.id, right=True, done=_complete(session, post, task, member_id, program, now))


def claim_order(session: Session, *, post_id: int, member_id: int, program: Program, now: datetime) -> Done:
    """Complete a buying task by today's orders; raises TaskOver, TaskUnmet."""
    post, task = running(session, post_id=post_id, program=program, now=now)
    if way_of(task) != "order":
        raise TaskUnknown
    goal = task.goal
    wanted = [
        product.id
        for product in program.products.values()
        if (not goal.categories and not goal.products)
        or product.category in goal.categories
        or product.id in goal.products
    ]
    since = day_begins(post.day, program.time_zone, program.day_start)
    until = day_begins(post.day + timedelta(days=1), program.time_zone, program.day_start)
    if rows.bought(session, member_id, wanted, since, until) < goal.target:
        raise TaskUnmet
    return _complete(session, post, task, member_id, program, now)


def complete_by_checkin(
    session: Session, *, post: Post, member_id: int, program: Program, now: datetime
) -> Done | None:
    """Complete a group's task of the day if it asks for a check-in; None when it doesn't or was done."""
    task = program.challenges.get(post.subject)
    if task is None or way_of(task) != "checkin":
        return None
    done = _complete(session, post, task, member_id, program, now)
    return done if done.new else None


def running(session: Session, *, post_id: int, program: Program, now: datetime) -> tuple[Post, Challenge]:
    """Return a posted task that can still be done today; raises TaskUnknown, TaskOver."""
    post = posts.by_id(session, post_id)
    task = program.challenges.get(post.subject) if post is not None else None
    if post is None or post.kind != KIND or task is None:
        raise TaskUnknown
    if post.closed or post.day != local_day(now, program.time_zone, program.day_start):
        raise TaskOver
    return post, task


def pay(
    session: Session, *, member_id: int, task: Challenge, day: date, program: Program, now: datetime
) -> None:
    """Give what a completed task promises, once a member, task and day."""
    key = f"challenge:{member_id}:{task.id}:{day}"
    if task.reward_points:
        grant = points.Grant(member_id, task.reward_points, 0, key, f"challenge:{task.id}", now)
        budgets.earn(session, grant=grant, program=program, now=now)
    if task.reward_coupon:
        coupons.issue(
            session, member_id=member_id, template=task.reward_coupon, key=key, program=program, now=now
        )


def _open(session: Session, group_id: int, day: date, program: Program, now: datetime) -> bool:
    tasks = pool(program)
    since = day - timedelta(days=program.groups.task_rest_days + len(tasks))
    history = reversed(posts.subjects_since(session, group_id, KIND, since))
    last = {name: posted_on for name, posted_on in history}  # noqa: C416 - the newest day of a name stays
    task = pick(tasks, last, day, program.groups.task_rest_days)
    if task is None:
        return False
    made = posts.open_post(session, group_id=group_id, day=day, kind=KIND, subject=task.id, now=now)
    return made is not None


def _complete(
    session: Session, post: Post, task: Challenge, member_id: int, program: Program, now: datetime
) -> Done:
    if _add(session, post, member_id, "done", task.reward_points, now) is None:
        return Done(task.id, task.reward_points, new=False)
    pay(session, member_id=member_id, task=task, day=post.day, program=program, now=now)
    return Done(task.id, task.reward_points, new=True)


def _add(session: Session, post: Post, member_id: int, state: str, paid: int, now: datetime) -> int | None:
    return rows.add(
        session,
        member_id=member_id,
        challenge=post.subject,
        day=post.day,
        group_id=post.group_id,
        post_id=post.id,
        state=state,
        points=paid,
        at=now,
    )


def _is_time(group: Group, day: date, program: Program, now: datetime) -> bool:
    """Return whether the group's task is due: from its hour on, late only while people are awake."""
    wall_day = day if group.task_at >= program.day_start else day + timedelta(days=1)
    late = now - day_begins(wall_day, program.time_zone, group.task_at)
    awake = not program.quiet_hours.covers(now.astimezone(program.time_zone).time())
    return timedelta(0) <= late < LATEST and (awake or late < PUNCTUAL)
