from __future__ import annotations

import time
from pathlib import Path

import pytest

from knowledge import recogniser
from knowledge.intents import decide
from knowledge.normalise import key, readable
from knowledge.phrasings import FAQ, PERSON, SHIPPED, read
from knowledge.tools import BY_NAME

HELD_OUT = Path(__file__).with_name("phrasings") / "held_out.txt"


def test_what_was_held_out_is_recognised_and_hardly_ever_mistaken() -> None:
    known = recogniser.shipped()
    found = [(one, decide(one.text, known)) for one in read(HELD_OUT)]
    taken = [(one, label) for one, label in found if label != FAQ]
    right = sum(label in one.label.split("|") for one, label in taken)
    assert right / len(taken) >= 0.97
    assert right / sum(one.label != FAQ for one, _ in found) >= 0.92


def test_no_tool_is_given_what_it_must_never_answer_by_pattern_or_by_scorer() -> None:
    known = recogniser.shipped()
    asked = [one.text for one in (*read(HELD_OUT), *read(SHIPPED))]
    asked += ["礼品卡为什么没有积分", "为什么签到没有积分", "会员有什么好处", "券能叠加吗", "年卡多少钱"]
    given = [(text, decide(text, known)) for text in asked]
    assert [
        (text, label)
        for text, label in given
        if label in BY_NAME and BY_NAME[label].never.search(readable(text))
    ] == []


@pytest.mark.parametrize(
    ("asked", "tool"),
    [
        ("show me what i bought recently", "my_recent_orders"),
        ("show my details", "my_profile"),
        ("我的签到断了没", "my_check_ins"),
        ("我那笔退款怎么样了", "my_refunds"),
        ("which vouchers can i use today", "my_open_coupons"),
        ("我会被降级吗", "my_tier"),
    ],
)
def test_a_word_within_a_word_or_a_question_about_oneself_is_no_veto(asked: str, tool: str) -> None:
    assert decide(asked, recogniser.shipped()) == tool


def test_the_weights_were_learnt_from_the_phrasings_that_are_shipped() -> None:
    assert recogniser.stored_digest() == recogniser.digest(), "run tools/fit_phrasings.py"


def test_every_label_of_the_phrasings_is_a_tool_a_person_or_the_faq() -> None:
    assert {one.label for one in read(SHIPPED)} <= {*BY_NAME, PERSON, FAQ}


def test_nothing_that_was_held_out_is_among_the_shipped_phrasings() -> None:
    shipped = {key(one.text) for one in read(SHIPPED)}
    assert [one.text for one in read(HELD_OUT) if key(one.text) in shipped] == []


def test_a_line_of_phrasings_without_a_head_is_named(tmp_path: Path) -> None:
    file = tmp_path / "phrasings.txt"
    file.write_text("# words\n我的积分\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"phrasings.txt:2: expected \[label language\]"):
        read(file)


def test_a_question_is_recognised_in_a_moment() -> None:
    known = recogniser.shipped()
    questions = [one.text for one in read(HELD_OUT)]
    started = time.perf_counter()
    for question in questions:
        decide(question, known)
    assert (time.perf_counter() - started) / len(questions) < 0.02
