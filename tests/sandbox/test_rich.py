from __future__ import annotations

from typing import Any

import pytest

from sandbox.rich.markup import blocks_of, plain
from sandbox.schema import check_object
from sandbox.telegram.request import Refused
from tests.sandbox.conftest import Stage


@pytest.mark.parametrize(
    ("source", "blocks"),
    [
        ("hello", [{"type": "paragraph", "text": "hello"}]),
        ("<p>a <b>b</b></p>", [{"type": "paragraph", "text": ["a ", {"type": "bold", "text": "b"}]}]),
        (
            "<h2>Title</h2>text",
            [{"type": "heading", "text": "Title", "size": 2}, {"type": "paragraph", "text": "text"}],
        ),
        ("<hr/>", [{"type": "divider"}]),
        (
            "<ul><li>a</li></ul>",
            [{"type": "list", "items": [{"label": "•", "blocks": [{"type": "paragraph", "text": "a"}]}]}],
        ),
        (
            '<pre><code class="language-py">x</code></pre>',
            [{"type": "pre", "text": "x", "language": "py"}],
        ),
        (
            "<table bordered><tr><th>a</th><td align='right'>1</td></tr></table>",
            [
                {
                    "type": "table",
                    "cells": [
                        [
                            {"text": "a", "is_header": True, "align": "left", "valign": "middle"},
                            {"text": "1", "align": "right", "valign": "middle"},
                        ]
                    ],
                    "is_bordered": True,
                }
            ],
        ),
        (
            '<a href="https://e.com">x</a>',
            [{"type": "paragraph", "text": {"type": "url", "text": "x", "url": "https://e.com"}}],
        ),
        ("<blockquote collapsed>q</blockquote>", [{"type": "expandable_blockquote", "text": "q"}]),
        (
            "<details open><summary>more</summary><p>in</p></details>",
            [
                {
                    "type": "details",
                    "summary": "more",
                    "blocks": [{"type": "paragraph", "text": "in"}],
                    "is_open": True,
                }
            ],
        ),
    ],
)
def test_rich_html_becomes_blocks_that_fit_the_table(source: str, blocks: list[Any]) -> None:
    made = blocks_of(source)
    assert made == blocks
    assert check_object("RichMessage", {"blocks": made}) == []


@pytest.mark.parametrize("source", ["<p>x", "<nope>x</nope>", "x</p>", "<b><i>x</b></i>"])
def test_broken_rich_html_is_refused(source: str) -> None:
    with pytest.raises(Refused):
        blocks_of(source)


def test_a_rich_message_has_its_words() -> None:
    made = blocks_of("<h1>积分</h1><p>You have <b>120</b></p><ol><li>a</li><li>b</li></ol>")
    assert plain(made).split() == ["积分", "You", "have", "120", "1.", "a", "2.", "b"]


async def test_rich_messages_are_sent_edited_and_drafted(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendRichMessage", chat_id=lin, rich_message={"html": "<h1>Hi</h1><p>there</p>"})
    assert [each["type"] for each in sent["rich_message"]["blocks"]] == ["heading", "paragraph"]
    shown = (await stage.look(f"chats/{lin}/messages"))["messages"][0]
    assert shown["sandbox"]["text"] == "Hi\nthere"
    blocks = [{"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": "one"}]}]}]
    target = {"chat_id": lin, "message_id": sent["message_id"]}
    edited = await stage.bot("editMessageText", rich_message={"blocks": blocks}, **target)
    assert edited["rich_message"]["blocks"][0]["items"][0]["label"] == "•"
    assert (await stage.bot("editMessageText", text="plain", **target))["text"] == "plain"
    draft = {"html": "<tg-thinking>…</tg-thinking>"}
    assert await stage.bot("sendRichMessageDraft", chat_id=lin, draft_id=1, rich_message=draft) is True
    assert (await stage.refused("sendRichMessage", chat_id=lin, rich_message=draft)).startswith("400")


async def test_a_rich_message_is_one_of_html_and_blocks(stage: Stage) -> None:
    lin = await stage.person()
    both = {"html": "x", "blocks": [{"type": "divider"}]}
    assert (await stage.refused("sendRichMessage", chat_id=lin, rich_message=both)).startswith("400")
    assert (await stage.refused("sendRichMessage", chat_id=lin, rich_message={"markdown": "x"})).startswith(
        "501"
    )
