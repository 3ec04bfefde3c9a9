"""From a question that nobody can answer to its answer, played by HTTP: three ask, one writes, one approves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")

QUESTIONS = ("天台海鸥喂养区在几层", "海鷗餵養區在哪", "楼顶的海鸥喂养区怎么去")
ANSWER = "桥头店坐电梯到 9 楼，出门左转就是。"


def reads(part: str) -> Any:
    return lambda one: part in (one.get("text") or one.get("caption") or "")


async def test_a_gap_becomes_an_answer_and_its_rating_is_told(people: People) -> None:
    writer, approver = people.stage.stage.operators
    for question in QUESTIONS:
        asked = await people.say(await people.member(), question)
        assert "来源" not in asked["text"], asked["text"]

    listed = await people.say(writer, "/gaps")
    line = next(line for line in listed["text"].splitlines() if "海" in line)
    assert "3 次" in line
    assert "3 人" in line
    await people.press(writer, listed, line.split(". ")[1][:6])
    card = await people.now_reads(listed, writer, "近 7 天 3 次")
    await people.press(writer, card, "写答案")
    await people.until(writer, writer, reads("该怎么答"))
    await people.tell(writer, ANSWER, chat=writer)
    draft = await people.until(writer, writer, reads("待审"))
    await people.until(writer, writer, reads(f"{ANSWER}\n\n📖"))

    alone = await people.press(writer, draft, "批准")
    assert "另一位" in alone["text"]
    assert "1 位" in (await people.press(writer, draft, "请人审核"))["text"]
    request = await people.until(approver, approver, reads("等你审核"))
    await people.press(approver, request, "去看看")
    seen = await people.until(approver, approver, reads("待审"))
    await people.press(approver, seen, "批准")
    await people.now_reads(seen, approver, "已生效")
    await people.until(writer, writer, reads("已批准"))

    member = await people.member()
    answer = await people.say(member, "海鸥喂养区怎么走")
    assert ANSWER in answer["text"]
    assert "来源" in answer["text"]
    await people.press(member, answer, "👎")
    await people.press(member, await shown(people, member, answer, "没说全"), "没说全")
    await people.press(member, await shown(people, member, answer, "补充一句"), "补充一句")
    await people.until(member, member, reads("下一条消息"))
    assert "收到" in (await people.say(member, "要带围裙吗"))["text"]

    feedback = await people.say(writer, "/feedback")
    assert "没说全 1" in feedback["text"]
    assert "要带围裙吗" in feedback["text"]
    assert "人工定稿：0% 有用（n=1）" in feedback["text"]
    assert "喂养" not in (await people.say(writer, "/gaps"))["text"]
    assert await people.faults() == []


async def test_only_staff_see_gaps_and_articles(people: People) -> None:
    who = await people.member()
    for command in ("/gaps", "/articles", "/write", "/feedback"):
        assert "🕳" not in (told := (await people.say(who, command))["text"])
        assert "✍️" not in told
        assert "📚" not in told


async def test_a_colleagues_answer_becomes_a_draft(people: People) -> None:
    who, desk = await people.member(), people.stage.stage.support
    agent = people.stage.stage.operators[0]
    await people.say(who, "/human 豆子开封了能换磨法吗")
    posted = await people.until(desk, agent, reads("换磨法"))
    said = await people.tell(agent, "可以，拿来店里重新磨。", chat=desk, reply_to=posted["message_id"])
    await people.until(who, who, reads("重新磨"))
    number = said.get("message_id") or said["message"]["message_id"]
    await people.tell(agent, "/faq", chat=desk, reply_to=number)
    await people.until(desk, agent, reads("已存成草稿"))
    preview = await people.until(agent, agent, reads("重新磨"))
    assert "换磨法" in preview["text"]
    assert "/faq" not in " ".join(one.get("text") or "" for one in await people.seen(who, who))

    await people.press(agent, posted, "已解决")
    over = await shown(people, agent, posted, "存成答案", chat=desk)
    assert "已存成草稿" in (await people.press(agent, over, "存成答案"))["text"]


async def test_the_list_is_handed_over_as_a_file(people: People) -> None:
    operator = people.stage.stage.operators[0]
    await people.say(await people.member(), "=HYPERLINK(1) 火星车怎么租")
    await people.next_day()
    listed = await people.say(operator, "/gaps")
    assert "火星车" in listed["text"]
    await people.press(operator, listed, "CSV")
    file = await people.until(operator, operator, lambda one: "document" in one)
    assert file["document"]["file_name"].endswith(".csv")
    assert await people.faults() == []


async def shown(
    people: People, who: int, message: dict[str, Any], button: str, *, chat: int | None = None
) -> dict[str, Any]:
    """Wait until a message has a button."""
    return await people.until(
        chat or who,
        who,
        lambda one: one["message_id"] == message["message_id"] and button in str(one.get("reply_markup")),
    )
