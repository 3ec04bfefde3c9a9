from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.program import Program
from membership import letters
from membership.letters import Content, Link, Written


def values(name: str = "林", points: str = "12", tier: str = "金卡") -> dict[letters.Variable, str]:
    return {"name": name, "points": points, "tier": tier}


def check(program: Program, text: str, **given: Any) -> None:
    letters.check(Content({"zh-Hans": Written(text)}, **given), program=program)


@pytest.mark.parametrize(
    "name", ["{points}", "{name}", "<b>x</b>", "*x*", "{0}", "%s", "{ $points }", "\\1", "｛tier｝"]
)
def test_a_name_that_looks_like_a_variable_or_markup_stays_what_it_is(name: str) -> None:
    filled = letters.fill(Written("{name}：{points} 分，{ tier }"), values(name=name))
    assert filled.text == f"{name}：12 分，金卡"
    assert filled.entities == ()


def test_full_width_braces_mean_the_same() -> None:
    assert letters.fill(Written("｛name｝ ｛points｝"), values()).text == "林 12"


@given(
    name=st.text(max_size=60), before=st.text("ab😀", max_size=5), bold=st.text("c😀", min_size=1, max_size=5)
)
def test_formatting_stays_on_its_words_whatever_the_name_is(name: str, before: str, bold: str) -> None:
    text = f"{before}{{name}}{bold}"
    offset = letters.units(f"{before}{{name}}")
    entity = {"type": "bold", "offset": offset, "length": letters.units(bold)}
    filled = letters.fill(Written(text, (entity,)), values(name=name))
    (moved,) = filled.entities
    told = filled.text.encode("utf-16-le", "surrogatepass")
    words = told[2 * moved["offset"] : 2 * (moved["offset"] + moved["length"])]
    assert words.decode("utf-16-le", "surrogatepass") == bold


def test_formatting_around_a_variable_covers_its_value() -> None:
    entity = {"type": "bold", "offset": 0, "length": 7}
    (moved,) = letters.fill(Written("{name}！", (entity,)), values(name="欧阳修文")).entities
    assert (moved["offset"], moved["length"]) == (0, 5)
    inside = {"type": "italic", "offset": 2, "length": 2}
    (moved,) = letters.fill(Written("{name}！", (inside,)), values(name="欧阳修文")).entities
    assert (moved["offset"], moved["length"]) == (0, 4)


def test_an_unknown_variable_is_refused_with_the_known_ones(program: Program) -> None:
    with pytest.raises(letters.VariableUnknown) as refused:
        check(program, "Hi {nmae}")
    assert refused.value.values == {"variable": "{nmae}", "known": "{name} {points} {tier}"}


def test_the_limit_counts_utf16_units_with_the_variables_at_their_longest(program: Program) -> None:
    tier = max(
        letters.units(one.name.in_(lang)) for one in program.tiers for lang in ("zh-Hans", "zh-Hant", "en")
    )
    room = 4096 - 80 - 20 - tier
    check(program, "{name}{points}{tier}" + "字" * room)
    for text in ("{name}{points}{tier}" + "字" * (room + 1), "😀" * 2049):
        with pytest.raises(letters.TextTooLong):
            check(program, text)
    check(program, "😀" * 2048)
    check(program, "字" * 1024, photo="file")
    with pytest.raises(letters.TextTooLong):
        check(program, "字" * 1025, photo="file")
    longest = letters.fill(
        Written("{name}{points}{tier}" + "字" * room),
        values(name=letters.spoken_name("😀" * 200) or "", points=str(10**19), tier="x" * tier),
    )
    assert letters.units(longest.text) <= 4096


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_is_refused(program: Program, text: str) -> None:
    with pytest.raises(letters.TextEmpty):
        check(program, text)


@pytest.mark.parametrize(
    "url",
    [
        *("http://queyan.example", "javascript:alert(1)", "https://", "https://nodots", "tg://user?id=1"),
        *("https://user@evil.example", "https://a b.example", "https://[", "queyan.example", ""),
        f"https://queyan.example/{'x' * 600}",
    ],
)
def test_only_https_links_are_taken(program: Program, url: str) -> None:
    with pytest.raises(letters.LinkWrong):
        check(program, "x", link=Link("Open", url))
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": url}
    with pytest.raises(letters.LinkWrong):
        letters.check(Content({"zh-Hans": Written("x", (entity,))}), program=program)


def test_a_link_needs_a_label(program: Program) -> None:
    check(program, "x", link=Link("Open", "https://queyan.example/a?b=c"))
    for label in ("", " ", "x" * 41):
        with pytest.raises(letters.LabelWrong):
            check(program, "x", link=Link(label, "https://queyan.example"))


def test_names_come_on_one_line_without_marks_that_turn_text() -> None:
    assert letters.spoken_name("  林\n\t雀\u202e ") == "林 雀"
    assert letters.spoken_name("👨\u200d👩\u200d👧") == "👨\u200d👩\u200d👧"
    assert letters.spoken_name("\u202e\u200d \n") is None
    assert letters.spoken_name(None) is None
    assert len(letters.spoken_name("x" * 90) or "") == letters.NAME_LENGTH


def test_readers_of_a_language_without_a_text_see_simplified_chinese() -> None:
    content = Content({"zh-Hans": Written("简"), "en": Written("en")})
    assert content.text_for("en") == ("en", Written("en"))
    assert content.text_for("zh-Hant") == ("zh-Hans", Written("简"))
    assert content.text_for(None) == ("zh-Hans", Written("简"))


def test_any_change_of_words_link_photo_or_audience_changes_the_fingerprint(program: Program) -> None:
    base = Content({"zh-Hans": Written("x")}, link=Link("Open", "https://queyan.example"))
    bold = ({"type": "bold", "offset": 0, "length": 1},)
    prints = [
        letters.fingerprint(content, segment=segment, program=program)
        for content, segment in (
            (base, "all"),
            (base, "quiet"),
            (Content({"zh-Hans": Written("y")}, link=base.link), "all"),
            (Content({"zh-Hans": Written("x", bold)}, link=base.link), "all"),
            (Content({"zh-Hans": Written("x"), "en": Written("x")}, link=base.link), "all"),
            (Content(base.texts, photo="f", link=base.link), "all"),
            (Content(base.texts, link=Link("Open", "https://queyan.example/2")), "all"),
            (Content(base.texts, link=Link("Open", "https://queyan.example", counted=True)), "all"),
        )
    ]
    assert len(set(prints)) == len(prints)
    assert letters.fingerprint(base, segment="all", program=program) == prints[0]


def test_only_formatting_is_kept_of_what_telegram_marked() -> None:
    kept = letters.formatted(
        [
            {"type": "bold", "offset": 0, "length": 2},
            {"type": "mention", "offset": 3, "length": 4},
            {"type": "custom_emoji", "offset": 8, "length": 2, "custom_emoji_id": "1"},
            {"type": "text_link", "offset": 0, "length": 2, "url": "https://queyan.example"},
        ]
    )
    assert [one["type"] for one in kept] == ["bold", "text_link"]
