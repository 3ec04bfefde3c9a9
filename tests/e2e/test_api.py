"""A till delivers over HTTP what its customer sees in the chat a moment later."""

from __future__ import annotations

import aiohttp
import pytest

from membership import channels
from tests.e2e.conftest import People
from tests.web.api import Client

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_tills_order_and_refund_are_told_in_the_chat_at_once(people: People) -> None:
    parts = people.stage.parts
    given = {"kinds": ["orders", "refunds", "read"], "fields": []}
    keyed = await parts.db.write(channels.add, name="till", vault=parts.vault, now=parts.clock.now(), **given)
    who = await people.member("到店的人")
    async with aiohttp.ClientSession(people.stage.service.address) as http:
        till = Client(http, "till", keyed.secret)
        order = {
            "order_id": "K-1",
            "member_ref": f"telegram:{who}",
            "ordered_at": parts.clock.now().isoformat(),
            "items": [{"product_id": "latte", "quantity": 2, "amount": "56.00"}],
        }
        assert (await till.post("/api/v1/orders", order)).status == 201
        await people.until(who, who, lambda message: "¥56" in (message.get("text") or ""))
        refund = {
            "refund_id": "K-R1",
            "order_id": "K-1",
            "refunded_at": parts.clock.now().isoformat(),
            "amount": "28.00",
        }
        assert (await till.post("/api/v1/refunds", refund)).status == 201
        await people.until(who, who, lambda message: "¥28" in (message.get("text") or ""))
        standing = await till.get(f"/api/v1/members/telegram:{who}")
        assert standing.body["points"]["available"] == 28
        assert standing.body["joined"]
    assert await people.faults() == []
