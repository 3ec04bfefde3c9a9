from __future__ import annotations

from typing import Any

import pytest

from sandbox.entities import formatted, found
from sandbox.telegram.request import Refused
from sandbox.things import Json


def find(user_id: int) -> Json | None:
    return {"id": user_id, "is_bot": False, "first_name": "Lin"} if user_id == 1001 else None


def kinds(entities: list[Json]) -> list[tuple[Any, ...]]:
    return [(each["type"], each["offset"], each["length"]) for each in entities]


@pytest.mark.parametrize(
    ("mode", "source", "text", "entities"),
    [
        ("HTML", "<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("html", "<strong>a</strong><em>b</em>", "ab", [("bold", 0, 1), ("italic", 1, 1)]),
        (
            "HTML",
            "<u>a</u><s>b</s><del>c</del>",
            "abc",
            [("underline", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
        ),
        ("HTML", '<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("HTML", "😀<b>😀</b>", "😀😀", [("bold", 2, 2)]),
        ("HTML", "&lt;&amp;&gt;&quot;&#8364;&#x20AC; &nope;", '<&>"€€ &nope;', []),
        ("HTML", "<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("HTML", "<b></b>x", "x", []),
        ("HTML", " <b> x </b> ", "x", [("bold", 0, 1)]),
        (
            "MarkdownV2",
            "*a* _b_ __c__ ~d~ ||e||",
            "a b c d e",
            [
                ("bold", 0, 1),
                ("italic", 2, 1),
                ("underline", 4, 1),
                ("strikethrough", 6, 1),
                ("spoiler", 8, 1),
            ],
        ),
        ("MarkdownV2", "*a _b_*", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("MarkdownV2", r"1\.5 \(x\)", "1.5 (x)", []),
        ("MarkdownV2", "`a.b*c`", "a.b*c", [("code", 0, 5)]),
        ("MarkdownV2", ">q\n>r\nend", "q\nr\nend", [("blockquote", 0, 3)]),
        ("MarkdownV2", ">q\n>r||", "q\nr", [("expandable_blockquote", 0, 3)]),
        ("Markdown", "*a* _b_ `c`", "a b c", [("bold", 0, 1), ("italic", 2, 1), ("code", 4, 1)]),
        ("Markdown", r"a\_b", "a_b", []),
    ],
)
def test_markup_becomes_text_and_entities(mode: str, source: str, text: str, entities: list[Any]) -> None:
    shown, marked = formatted(source, mode, None, find)
    assert (shown, kinds(marked)) == (text, entities)


@pytest.mark.parametrize(
    ("mode", "source", "said"),
    [
        ("HTML", "<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "字<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("HTML", "<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("HTML", "<b", "Unclosed start tag at byte offset 0"),
        ("HTML", "<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("MarkdownV2", "a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "a!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "字*b", "Can't find end of Bold entity at byte offset 3"),
        ("MarkdownV2", "`x", "Can't find end of Code entity at byte offset 0"),
        ("Markdown", "a_b", "Can't find end of the entity starting at byte offset 1"),
    ],
)
def test_broken_markup_is_refused_as_telegram_words_it(mode: str, source: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        formatted(source, mode, None, find)
    assert refused.value.description == f"Bad Request: can't parse entities: {said}"


def test_code_has_a_language_in_html_and_markdown() -> None:
    for mode, source in (
        ("HTML", '<pre><code class="language-python">x</code></pre>'),
        ("MarkdownV2", "```python\nx```"),
        ("Markdown", "```python\nx```"),
    ):
        assert formatted(source, mode, None, find) == (
            "x",
            [{"type": "pre", "offset": 0, "length": 1, "language": "python"}],
        )


def test_links_lead_to_addresses_and_to_known_people() -> None:
    _, marked = formatted('<a href="https://e.com/?a=1&amp;b=2">x</a>', "HTML", None, find)
    assert marked[0]["url"] == "https://e.com/?a=1&b=2"
    _, marked = formatted("[x](tg://user?id=1001)", "MarkdownV2", None, find)
    assert marked == [{"type": "text_mention", "offset": 0, "length": 1, "user": find(1001)}]
    assert formatted("[x](tg://user?id=7)", "MarkdownV2", None, find) == ("x", [])
    assert formatted('<a href="nowhere">x</a>', "HTML", None, find) == ("x", [])


def test_custom_emoji_and_times_keep_their_values() -> None:
    _, marked = formatted("![👍](tg://emoji?id=5368324170671202286)", "MarkdownV2", None, find)
    assert marked[0]["custom_emoji_id"] == "5368324170671202286"
    _, marked = formatted('<tg-time unix="1647531900" format="wDT">then</tg-time>', "HTML", None, find)
    assert marked[0] == {
        "type": "date_time",
        "offset": 0,
        "length": 4,
        "unix_time": 1647531900,
        "date_time_format": "wDT",
    }


def test_given_entities_are_taken_cut_and_completed() -> None:
    given = [
        {"type": "bold", "offset": 0, "length": 50},
        {"type": "italic", "offset": 90, "length": 1},
        {"type": "text_mention", "offset": 0, "length": 1, "user": {"id": 1001}},
    ]
    _, marked = formatted("hello", None, given, find)
    assert kinds(marked) == [("bold", 0, 5), ("text_mention", 0, 1)]
    assert marked[1]["user"] == find(1001)


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("/start now", [("bot_command", 0, 6)]),
        ("/go@sandbox_bot", [("bot_command", 0, 15)]),
        ("a/b 1/2", []),
        ("hi @alice!", [("mention", 3, 6)]),
        ("mail a.b@c.example", [("email", 5, 13)]),
        ("看https://a.cn/b，好", [("url", 1, 14)]),
        ("see example.com.", [("url", 4, 11)]),
        ("#咖啡 #1 $USD", [("hashtag", 0, 3), ("cashtag", 7, 4)]),
        ("+86 138 0000 0000", [("phone_number", 0, 17)]),
        ("😀 /go", [("bot_command", 3, 3)]),
    ],
)
def test_commands_mentions_and_links_are_found_in_plain_text(text: str, entities: list[Any]) -> None:
    assert kinds(found(text)) == entities


def test_nothing_is_found_inside_code_or_links() -> None:
    _, marked = formatted("<code>/start @alice</code>", "HTML", None, find)
    assert kinds(marked) == [("code", 0, 13)]
