"""One person's data through the chat: shared, joined with what waited, handed out, and erased."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ingest.load import load
from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")


def phone_of(who: int) -> str:
    """The number that the sandbox gives a person."""
    return f"+1555{who % 10_000_000:07d}"


async def shares_contact(people: People, who: int, contact: Any = True) -> dict[str, Any]:  # noqa: FBT002
    before = {message["sandbox"]["seq"] for message in await people.seen(who, who)}
    await people.call("/sim/messages", {"chat_id": who, "from_id": who, "contact": contact})
    return await people.until(who, who, lambda one: one["sandbox"]["seq"] not in before)


async def test_orders_that_waited_under_a_number_join_whoever_shares_it(
    people: People, tmp_path: Path
) -> None:
    who = await people.member("林小满")
    parts = people.stage.parts
    file = tmp_path / "orders.csv"
    at = parts.clock.now().isoformat()
    file.write_text(
        "order_id,member_ref,ordered_at,product_id,quantity,amount\n"
        f"phone-{who},phone:{phone_of(who)},{at},E01,2,45.00\n",
        encoding="utf-8",
    )
    take_in = partial(load, parts.db, file, "orders", program=parts.program, clock=parts.clock)
    report = await take_in(vault=parts.vault, channel="pos")
    assert (report.created, report.rejected) == (1, 0)

    card = await people.say(who, "/profile")
    await people.press(who, card, "留手机号")
    await people.until(who, who, lambda one: "打字报的号码" in (one.get("text") or ""))
    elses = {"phone_number": "+8613800001234", "first_name": "别人", "user_id": 1002}
    assert "不是你自己的号码" in (await shares_contact(people, who, elses))["text"]
    joined = await shares_contact(people, who)
    assert "已经接过来了" in joined["text"]
    assert "20 积分已到账" in joined["text"]
    assert "可用积分 65" in (await people.say(who, "/points"))["text"]
    assert f"****{phone_of(who)[-4:]}" in (await people.say(who, "/profile"))["text"]


async def test_a_member_tells_a_birthday_takes_a_copy_and_is_erased(people: People) -> None:
    who = await people.member("程一一")
    card = await people.say(who, "/profile")
    await people.press(who, card, "填生日")
    await people.until(who, who, lambda one: "生日是哪天" in (one.get("text") or ""))
    sure = await people.say(who, "05/06")
    await people.press(who, sure, "5月6日")
    await people.now_reads(sure, who, "15 积分已到账")
    assert "🎂 5月6日" in (await people.say(who, "/profile"))["text"]

    privacy = await people.say(who, "/privacy")
    await people.press(who, privacy, "导出")
    copy = await people.until(who, who, lambda one: "document" in one)
    assert copy["document"]["file_name"].endswith(".zip")
    await people.press(who, privacy, "注销")
    first = await people.until(who, who, lambda one: "注销前请看清楚" in (one.get("text") or ""))
    assert "15 积分" in first["text"]
    await people.press(who, first, "继续注销")
    second = await people.now_reads(first, who, "最后确认一次")
    await people.press(who, second, "确认注销")
    await people.now_reads(first, who, "已注销")
    assert "/start" in (await people.say(who, "/points"))["text"]

    hello = await people.say(who, "/start")
    await people.press(who, hello, "加入会员")
    again = await people.now_reads(hello, who, "欢迎回来")
    assert "券码" not in again["text"]
    assert await people.faults() == []
