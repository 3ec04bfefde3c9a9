from __future__ import annotations

from datetime import date

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot.group_posts import LOOK, CheckInButton, Face, TaskButton, WindowButton, face_of, mask, shown_name
from core.program import Program
from core.texts import LANGUAGES, Catalogue
from membership import challenges, posts
from membership.leaderboards import Board, Place

LARGEST = 2**63 - 1
LONGEST_TEXT = 4096


def a_sheet(
    content: posts.Checkins | posts.Task | Board, *, final: bool = False, post_id: int = 1
) -> posts.Sheet:
    return posts.Sheet(
        post_id, 1, -5, None, "zh-Hans", 7, date(2026, 11, 18), shown=0, final=final, content=content
    )


def drawn(sheet: posts.Sheet, catalogue: Catalogue, program: Program, language: str = "zh-Hans") -> Face:
    face = face_of(sheet, texts=catalogue[language], program=program)
    assert face is not None
    return face


def data_of(keyboard: InlineKeyboardMarkup | None) -> list[str]:
    assert keyboard is not None
    return [button.callback_data or "" for row in keyboard.inline_keyboard for button in row]


@pytest.mark.parametrize(
    "data",
    [CheckInButton(post=LARGEST), TaskButton(post=LARGEST, choice=LOOK), WindowButton(window="month")],
)
def test_the_largest_callback_data_fits_into_64_bytes(
    data: CheckInButton | TaskButton | WindowButton,
) -> None:
    assert len(data.pack().encode()) <= 64


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("final", [False, True])
def test_every_daily_task_can_be_drawn_in_every_language(
    program: Program, catalogue: Catalogue, language: str, *, final: bool
) -> None:
    for task in challenges.pool(program):
        sheet = a_sheet(posts.Task(task.id, done=2), final=final, post_id=LARGEST)
        face = drawn(sheet, catalogue, program, language)
        text, _ = face.text.render()
        assert len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT
        assert task.title.in_(language) in text
        assert (face.keyboard is None) == final
        if not final:
            assert all(len(data.encode()) <= 64 for data in data_of(face.keyboard))


def test_the_answer_of_a_quiz_is_shown_only_when_its_day_is_over(
    program: Program, catalogue: Catalogue
) -> None:
    quiz = program.challenges["guess-origin"]
    assert quiz.answer is not None
    answer = catalogue["zh-Hans"]("challenges-post-answer", answer=quiz.options[quiz.answer].in_("zh-Hans"))
    running = drawn(a_sheet(posts.Task(quiz.id, 0)), catalogue, program)
    over = drawn(a_sheet(posts.Task(quiz.id, 0), final=True), catalogue, program)
    assert answer not in running.text.render()[0]
    assert answer in over.text.render()[0]


def test_a_task_that_the_program_lost_is_not_drawn(program: Program, catalogue: Catalogue) -> None:
    sheet = a_sheet(posts.Task("no-such-task", 0))
    assert face_of(sheet, texts=catalogue["en"], program=program) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_ten_long_names_of_a_crowd_fit_into_one_message(
    program: Program, catalogue: Catalogue, language: str
) -> None:
    names = tuple(("👩‍👩‍👧‍👦" * 40, 365) for _ in range(posts.NAMES))
    sheet = a_sheet(posts.Checkins(200_000, names, ("x" * 128, 365)))
    text, _ = drawn(sheet, catalogue, program, language).text.render()
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT
    assert "199,990" in text


def test_a_name_is_data_and_one_short_line(catalogue: Catalogue) -> None:
    texts = catalogue["zh-Hans"]
    assert shown_name("小林", texts) == "小林"
    assert shown_name("a\nb\u202eevil\u2066", texts) == "a b evil"
    assert shown_name("<b>*x*</b>", texts) == "<b>*x*</b>"
    assert shown_name("n" * 50, texts) == "n" * 19 + "…"
    assert shown_name(" \u200b ", texts) == texts("leaderboards-nameless")
    assert shown_name(None, texts) == texts("leaderboards-nameless")


def test_a_masked_name_shows_its_first_letter_alone() -> None:
    assert mask("小林") == "小***"
    assert mask("🌸 Anna") == "A***"
    assert mask(None) == "***"


def test_ties_share_a_medal_on_the_board(program: Program, catalogue: Catalogue) -> None:
    places = (Place(1, 9, 1, "A"), Place(1, 9, 2, "B"), Place(3, 4, 3, "C"), Place(4, 1, 4, "D"))
    board = Board("week", date(2026, 11, 16), date(2026, 11, 18), places, 4, None)
    text, _ = drawn(a_sheet(board), catalogue, program).text.render()
    assert "🥇 A · 9\n🥇 B · 9\n🥉 C · 4\n4. D · 1" in text
