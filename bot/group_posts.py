"""What the bot's standing messages in groups look like, and the buttons under them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from aiogram.utils.formatting import Bold, Text, as_list

from bot.keyboards import button, keyboard
from core import wording
from core.program import Challenge, Program
from core.texts import Texts
from membership import challenges, posts
from membership.leaderboards import Board

NAME_LENGTH = 20
BUTTON_LENGTH = 60
LOOK = -1
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


class CheckInButton(CallbackData, prefix="ci"):
    """Checks whoever presses it in; `post` is the post it hangs under, 0 for none."""

    post: int = 0


class TaskButton(CallbackData, prefix="task"):
    """Answers a posted task: with an option's place, or LOOK to have the orders looked at."""

    post: int
    choice: int


class WindowButton(CallbackData, prefix="rank"):
    """Shows another window of a leaderboard."""

    window: str


@dataclass(frozen=True, slots=True)
class Face:
    """A message as it is to be sent: formatted text and keyboard."""

    text: Text
    keyboard: InlineKeyboardMarkup | None


def face_of(sheet: posts.Sheet, *, texts: Texts, program: Program) -> Face | None:
    """Draw a post; None when the program no longer has what it shows."""
    content = sheet.content
    if isinstance(content, posts.Checkins):
        return _checkins(sheet, content, texts, program)
    if isinstance(content, Board):
        head = texts("leaderboards-weekly")
        return Face(as_list(Bold(head), "", *board_lines(content, texts)), window_buttons(texts))
    task = program.challenges.get(content.challenge)
    return None if task is None else _task(sheet, content, task, texts)


def board_lines(board: Board, texts: Texts, *, masked: bool = False) -> list[str]:
    """Return a line a place; names are masked where the readers don't know each other."""
    if not board.places:
        return [texts("leaderboards-empty")]
    return [
        texts(
            "leaderboards-place",
            rank=MEDALS.get(place.rank, f"{place.rank}."),
            name=mask(place.name) if masked else shown_name(place.name, texts),
            points=place.points,
        )
        for place in board.places
    ]


def window_buttons(texts: Texts) -> InlineKeyboardMarkup:
    windows = (("day", "leaderboards-day"), ("week", "leaderboards-week"), ("month", "leaderboards-month"))
    return keyboard((button(texts(key), WindowButton(window=window)) for window, key in windows), width=3)


def shown_name(name: str | None, texts: Texts) -> str:
    """Return a name as one short line: no line breaks, no marks that turn the line's direction."""
    kept = "".join(
        character if not unicodedata.category(character).startswith("C") or character == "\u200d" else " "
        for character in name or ""
    )
    short = " ".join(kept.split())
    if not short:
        return texts("leaderboards-nameless")
    return short if len(short) <= NAME_LENGTH else f"{short[: NAME_LENGTH - 1]}…"


def mask(name: str | None) -> str:
    """Return the first letter of a name; the rest is nobody's business outside their groups."""
    first = next((character for character in name or "" if character.isalnum()), "")
    return f"{first}***"


def local_date(day: date, *, program: Program, texts: Texts) -> str:
    """Return a local calendar day as people read it."""
    noon = datetime.combine(day, time(12), program.time_zone).astimezone(UTC)
    return wording.day(noon, program=program, language=texts.language)


def _checkins(sheet: posts.Sheet, content: posts.Checkins, texts: Texts, program: Program) -> Face:
    when = local_date(sheet.day, program=program, texts=texts)
    lines: list[str | Text] = [Bold(texts("checkins-post-title", day=when)), ""]
    if content.count == 0:
        lines.append(texts("checkins-post-empty"))
    else:
        lines.append(texts("checkins-post-count", count=content.count))
        names = [
            texts("checkins-post-name", name=shown_name(name, texts), streak=streak)
            for name, streak in content.latest
        ]
        more = content.count - len(names)
        lines.append(texts("checkins-post-latest", names=texts("checkins-post-comma").join(names)))
        if more > 0:
            lines.append(texts("checkins-post-more", more=more))
        name, streak = content.longest
        if streak > 1:
            lines.append(texts("checkins-post-longest", name=shown_name(name, texts), streak=streak))
    press = button(texts("checkins-button"), CheckInButton(post=sheet.post_id))
    return Face(as_list(*lines), None if sheet.final else keyboard([press]))


def _task(sheet: posts.Sheet, content: posts.Task, task: Challenge, texts: Texts) -> Face:
    language = texts.language
    way = challenges.way_of(task)
    lines: list[str | Text] = [
        Bold(texts("challenges-post-title", title=task.title.in_(language))),
        task.text.in_(language),
    ]
    if way == "quiz" and task.question is not None:
        lines += ["", Bold(task.question.in_(language))]
        if sheet.final and task.answer is not None:
            lines.append(texts("challenges-post-answer", answer=task.options[task.answer].in_(language)))
            if task.explanation is not None:
                lines.append(task.explanation.in_(language))
    lines.append("")
    if not sheet.final:
        lines.append(texts(f"challenges-post-how-{way}", points=task.reward_points))
    if content.done:
        lines.append(texts("challenges-post-done", done=content.done))
    elif not sheet.final:
        lines.append(texts("challenges-post-nobody"))
    return Face(as_list(*lines), None if sheet.final else _task_buttons(sheet, task, way, texts))


def _task_buttons(
    sheet: posts.Sheet, task: Challenge, way: challenges.Way | None, texts: Texts
) -> InlineKeyboardMarkup:
    buttons = []
    if way == "quiz":
        buttons = [
            button(option.in_(texts.language)[:BUTTON_LENGTH], TaskButton(post=sheet.post_id, choice=place))
            for place, option in enumerate(task.options)
        ]
    elif way == "order":
        buttons = [button(texts("challenges-button-order"), TaskButton(post=sheet.post_id, choice=LOOK))]
    return keyboard([*buttons, button(texts("checkins-button"), CheckInButton())], width=1)
