from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from bot.serving import serving
from core.crypto import Vault
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.writer import Overloaded
from membership import channels, coupon_codes, coupons
from tests.builders import a_member
from tests.conftest import StandingClock
from tests.ingest import looks
from tests.web.api import Client
from web.api.gate import Api
from web.app import create_app

VAULT = Vault(b"a" * 32)
ORDER = {
    "order_id": "T-1",
    "member_ref": "card:88001234",
    "ordered_at": "2026-11-18T11:00:00+08:00",
    "items": [{"product_id": "latte", "quantity": 1, "amount": "28.00"}],
}
REFUND = {
    "refund_id": "R-1",
    "order_id": "T-1",
    "refunded_at": "2026-11-18T11:30:00+08:00",
    "amount": "28.00",
}


class Shop:
    """An installation with its API served, and channels of it."""

    def __init__(
        self, db: Database, program: Program, clock: StandingClock, http: aiohttp.ClientSession
    ) -> None:
        self.db, self.program, self.clock, self.http = db, program, clock, http

    async def channel(self, *kinds: str, name: str = "pos", fields: tuple[str, ...] = ()) -> Client:
        rights = kinds or channels.KINDS
        given: dict[str, Any] = {"name": name, "kinds": rights, "fields": fields}
        keyed = await self.db.write(channels.add, **given, vault=VAULT, now=self.clock.now())
        return Client(self.http, name, keyed.secret)


Opened = Callable[..., AbstractAsyncContextManager[Shop]]


@pytest.fixture
def opened(db: Database, program: Program, clock: StandingClock, catalogue: Catalogue) -> Opened:
    @asynccontextmanager
    async def run(requests_per_minute: int = 60_000) -> AsyncIterator[Shop]:
        given: dict[str, Any] = {"db": db, "vault": VAULT, "clock": clock, "catalogue": catalogue}
        api = Api.of(**given, program=lambda: program, requests_per_minute=requests_per_minute)
        app = create_app(checks={}, api=api)
        async with serving(app, host="127.0.0.1", port=0) as address, aiohttp.ClientSession(address) as http:
            yield Shop(db, program, clock, http)

    return run


@pytest.fixture
async def shop(opened: Opened) -> AsyncIterator[Shop]:
    async with opened() as shop:
        yield shop


async def test_an_order_gives_points_once_however_often_it_is_delivered(shop: Shop) -> None:
    pos = await shop.channel()
    first = await pos.post("/api/v1/orders", ORDER, request_id="a")
    assert (first.status, first.body) == (201, {"ref": "T-1", "outcome": "created", "points": 28})
    again = await pos.post("/api/v1/orders", ORDER, request_id="a")
    assert (again.status, again.body) == (201, first.body)
    assert again.headers["guanjia-repeated"] == "true"
    other_id = await pos.post("/api/v1/orders", ORDER, request_id="b")
    assert (other_id.status, other_id.body["outcome"]) == (200, "duplicate")
    assert await shop.db.read(looks.ledger_sums) == (28, 28, 28)


async def test_an_id_stands_for_one_content_at_one_address(shop: Shop) -> None:
    pos = await shop.channel()
    await pos.post("/api/v1/orders", ORDER, request_id="a")
    other = await pos.post("/api/v1/orders", ORDER | {"order_id": "T-2"}, request_id="a")
    assert (other.status, other.body["type"]) == (409, "/api/docs#id-reused")
    elsewhere = await pos.post("/api/v1/events", ORDER, request_id="a")
    assert elsewhere.status in (409, 422)
    assert list(await shop.db.read(looks.order_totals)) == ["T-1"]


async def test_eight_deliveries_of_one_id_at_once_are_one_order(shop: Shop) -> None:
    pos = await shop.channel()
    told = await asyncio.gather(
        *(pos.post("/api/v1/orders", ORDER, request_id="a") for _ in range(8)),
        *(pos.post("/api/v1/orders", ORDER, request_id=f"b{n}") for n in range(4)),
    )
    assert {one.status for one in told} <= {200, 201}
    assert await shop.db.read(looks.ledger_sums) == (28, 28, 28)


async def test_a_batch_tells_of_each_thing(shop: Shop) -> None:
    pos = await shop.channel()
    batch = [
        ORDER,
        ORDER,
        ORDER | {"items": [{"product_id": "latte", "quantity": 1, "amount": "29.00"}]},
        ORDER | {"order_id": "T-2", "member_ref": ""},
        ORDER | {"order_id": "T-3", "amout": 3},
        "no order",
        ORDER | {"order_id": "T-4"},
    ]
    told = await pos.post("/api/v1/orders", batch)
    assert told.status == 207
    outcomes = [(one["index"], one["outcome"]) for one in told.body["results"]]
    assert outcomes == [
        (0, "created"),
        (1, "duplicate"),
        (2, "rejected"),
        (3, "rejected"),
        (4, "rejected"),
        (5, "rejected"),
        (6, "created"),
    ]
    assert told.body["results"][4]["reason"].startswith("amout: '…'; expected no such field, but one of")
    assert told.body["counts"]["rejected"] == 4
    assert sorted(await shop.db.read(looks.order_totals)) == ["T-1", "T-4"]


NONSENSE: list[tuple[dict[str, Any], str]] = [
    ({"items": [{"product_id": "x", "quantity": 1, "amount": -1}]}, "amount"),
    ({"items": [{"product_id": "x", "quantity": 1, "amount": "0"}]}, "amount"),
    ({"items": [{"product_id": "x", "quantity": 0, "amount": 1}]}, "quantity"),
    ({"items": [{"product_id": "x", "quantity": 1.5, "amount": 1}]}, "quantity"),
    ({"items": [{"product_id": "x", "quantity": 10**9, "amount": 1}]}, "quantity"),
    ({"items": [{"product_id": "x", "quantity": 1, "amount": 10**9}]}, "amount"),
    ({"items": [{"product_id": "x", "quantity": 1, "amount": "1.005"}]}, "amount"),
    ({"items": [{"product_id": "x", "quantity": True, "amount": 1}]}, "quantity"),
    ({"items": []}, "items"),
    ({"items": {"product_id": "x"}}, "items"),
    ({"currency": "USD"}, "currency"),
    ({"ordered_at": "2027-11-18T11:00:00+08:00"}, "ordered_at"),
    ({"ordered_at": "yesterday"}, "ordered_at"),
    ({"ordered_at": ["2026-11-18"]}, "ordered_at"),
    ({"order_id": "a\u0000b"}, "order_id"),
    ({"order_id": "x" * 65}, "order_id"),
    ({"order_id": {"a": 1}}, "order_id"),
    ({"status": "cancelled"}, "status"),
    ({"channel": "mall"}, "channel"),
    ({"member_ref": "telegram:me"}, "member_ref"),
]


async def test_what_makes_no_sense_is_refused_by_name_and_leaves_nothing(shop: Shop) -> None:
    pos = await shop.channel()
    for change, part in NONSENSE:
        told = await pos.post("/api/v1/orders", ORDER | change)
        assert told.status == 422, change
        assert told.headers["Content-Type"] == "application/problem+json"
        assert told.body["detail"].startswith(part), change
        assert told.body["instance"] == "/api/v1/orders"
    assert "orders" not in await shop.db.read(looks.counts)


async def test_a_refused_thing_may_come_again_mended_under_its_id(shop: Shop) -> None:
    pos = await shop.channel()
    wrong = ORDER | {"items": []}
    assert (await pos.post("/api/v1/orders", wrong, request_id="a")).status == 422
    assert (await pos.post("/api/v1/orders", ORDER, request_id="a")).status == 201


GARBAGE = [
    (b"", 415),
    (b"{", 400),
    (b"[]", 400),
    (b"[" + b'{"order_id":"1"},' * 1_000 + b'{"order_id":"1"}]', 400),
    (b'{"order_id": NaN}', 400),
    (b'{"order_id": 1, "order_id": 2}', 400),
    (b'{"amount": 1e999999}', 400),
    (b'{"amount": ' + b"9" * 5_000 + b"}", 400),
    (b"[" * 100_000, 400),
    (b'"\xff"', 400),
    (b"null", 422),
    (b'{"order_id": "\\ud800"}', 422),
    (b'{"\\ud800\\u0000": 1}', 422),
]


async def test_garbage_is_refused_and_nothing_breaks(shop: Shop) -> None:
    pos = await shop.channel()
    for body, status in GARBAGE:
        more = {} if body else {"Content-Type": "text/plain"}
        told = await pos.post("/api/v1/orders", body, **more)
        assert told.status == status, (body[:40], told.body)
        assert told.headers["Content-Type"] == "application/problem+json"
    assert (await pos.post("/api/v1/orders", ORDER)).status == 201


async def test_other_types_and_giant_bodies_are_refused(shop: Shop) -> None:
    pos = await shop.channel()
    path = "/api/v1/orders"
    for given in ("text/plain", "application/x-www-form-urlencoded", "application/json; charset=gbk"):
        assert (await pos.post(path, ORDER, **{"Content-Type": given})).status == 415
    assert (await pos.post(path, ORDER, **{"Content-Encoding": "gzip"})).status == 415
    giant = b'"' + b"x" * (2 * 1024 * 1024) + b'"'
    assert (await pos.post(path, giant)).status == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * 65_536

    headers = pos.headers("endless", b"") | {"Content-Type": "application/json"}
    async with shop.http.post(path, data=endless(), headers=headers) as answer:
        assert answer.status == 413


FORGED = [
    {"webhook-signature": ""},
    {"webhook-signature": "v1,"},
    {"webhook-signature": "v1,%%%"},
    {"webhook-signature": "v1a,AAAA"},
    {"webhook-signature": "v1," + "A" * 44},
    {"webhook-signature": "v1," + "A" * 5_000},
    {"webhook-timestamp": ""},
    {"webhook-timestamp": "now"},
    {"webhook-timestamp": "-1"},
    {"webhook-timestamp": "9" * 30},
    {"webhook-timestamp": "1.5"},
    {"webhook-id": ""},
    {"webhook-id": "x" * 65},
    {"webhook-id": "another"},
    {"guanjia-channel": ""},
    {"guanjia-channel": "mall"},
    {"guanjia-channel": "p'os"},
]


async def test_whoever_proves_nothing_is_told_nothing(shop: Shop) -> None:
    pos = await shop.channel()
    await shop.channel(name="mall")
    for change in FORGED:
        told = await pos.post("/api/v1/orders", ORDER, **change)
        assert told.status == 401, change
        assert told.body["type"] == "/api/docs#unsigned"
    assert "orders" not in await shop.db.read(looks.counts)


async def test_a_changed_body_or_address_does_not_pass(shop: Shop) -> None:
    pos = await shop.channel()
    headers = pos.headers("a", b'{"a":1}') | {"Content-Type": "application/json"}
    assert (await pos.send("POST", "/api/v1/orders", b'{"a":2}', headers)).status == 401
    headers = pos.headers("b", b"GET /api/v1/members/10000001")
    assert (await pos.send("GET", "/api/v1/members/10000002", b"", headers)).status == 401
    assert (await pos.send("GET", "/api/v1/members/10000001", b"", headers)).status == 404


async def test_a_signature_is_good_for_five_minutes(shop: Shop) -> None:
    pos = await shop.channel()
    body = b"{}"
    for seconds, status in ((-310, 401), (310, 401), (-290, 422), (290, 422)):
        headers = pos.headers(f"a{seconds}", body, at=int(time.time()) + seconds)
        headers["Content-Type"] = "application/json"
        assert (await pos.send("POST", "/api/v1/orders", body, headers)).status == status


async def test_while_keys_change_both_are_good_and_then_only_the_new_one(shop: Shop) -> None:
    old = await shop.channel()
    given: dict[str, Any] = {"vault": VAULT, "now": shop.clock.now()}
    keyed = await shop.db.write(channels.rotate, name="pos", **given)
    new = Client(shop.http, "pos", keyed.secret)
    assert (await old.post("/api/v1/orders", ORDER)).status == 201
    assert (await new.post("/api/v1/orders", ORDER)).status == 200
    shop.clock.offset += channels.GRACE + timedelta(seconds=1)
    assert (await old.post("/api/v1/orders", ORDER)).status == 401
    assert (await new.post("/api/v1/orders", ORDER)).status == 200
    await shop.db.write(channels.revoke, name="pos", now=shop.clock.now())
    assert (await new.post("/api/v1/orders", ORDER)).status == 401


async def test_a_channel_does_only_what_it_may(shop: Shop) -> None:
    till = await shop.channel("orders", name="till")
    for path in ("refunds", "members", "events", "products"):
        told = await till.post(f"/api/v1/{path}", {})
        assert (told.status, told.body["type"]) == (403, "/api/docs#not-allowed")
    assert (await till.get("/api/v1/members/10000001")).status == 403
    assert (await till.post("/api/v1/coupons/ABC/redeem", {"code": "ABC"})).status == 403
    by_phone = await till.post("/api/v1/orders", ORDER | {"member_ref": "phone:+8613800000000"})
    assert by_phone.status == 422
    assert by_phone.body["detail"] == "phone: '…'; expected nothing: this channel may not deliver it"
    mall = await shop.channel("orders", name="mall", fields=("phone",))
    assert (await mall.post("/api/v1/orders", ORDER | {"member_ref": "phone:+8613800000000"})).status == 201


async def test_orders_of_two_channels_are_two_and_each_refunds_its_own(shop: Shop) -> None:
    pos, mall = await shop.channel(), await shop.channel(name="mall")
    assert (await pos.post("/api/v1/orders", ORDER)).status == 201
    foreign = await mall.post("/api/v1/refunds", REFUND)
    assert (foreign.status, foreign.body["outcome"]) == (202, "waiting")
    assert (await mall.post("/api/v1/orders", ORDER)).status == 201
    assert await shop.db.read(looks.ledger_sums) == (28, 28, 28)


async def test_a_refund_may_come_before_its_order_and_only_once_after_it(shop: Shop) -> None:
    pos = await shop.channel()
    assert (await pos.post("/api/v1/refunds", REFUND)).status == 202
    assert (await pos.post("/api/v1/orders", ORDER)).status == 201
    assert await shop.db.read(looks.ledger_sums) == (0, 0, 0)
    assert (await pos.post("/api/v1/refunds", REFUND)).body["outcome"] == "duplicate"
    more = await pos.post("/api/v1/refunds", REFUND | {"refund_id": "R-2"})
    assert more.status == 422
    early = REFUND | {"refund_id": "R-3", "refunded_at": "2026-11-01T00:00:00+08:00"}
    assert (await pos.post("/api/v1/refunds", early)).status == 422


async def test_member_data_that_comes_after_the_orders_is_joined_to_them(shop: Shop) -> None:
    pos = await shop.channel(fields=("phone",))
    await pos.post("/api/v1/orders", ORDER)
    data = {"member_ref": "card:88001234", "name": "陈晓", "phone": "13800000000"}
    assert (await pos.post("/api/v1/members", data)).status == 200
    second = ORDER | {"order_id": "T-2", "member_ref": "phone:+8613800000000"}
    await pos.post("/api/v1/orders", second)
    told = await pos.get("/api/v1/members/card:88001234")
    assert told.body["points"]["available"] == 56
    assert len(await shop.db.read(looks.balances)) == 1


async def test_a_members_standing_tells_no_name_and_codes_only_to_who_may_redeem(shop: Shop) -> None:
    member = await a_member(shop.db, shop.program, now=shop.clock.now(), name="陈晓")
    till = await shop.channel("read", name="till")
    cashier = await shop.channel("read", "redeem", name="cashier")
    path = f"/api/v1/members/{member.number}"
    told = await till.get(path)
    assert told.status == 200
    assert told.body["member"] == member.number
    assert told.body["points"] == {"available": 0, "pending": 0, "expiring": 0, "expiring_at": None}
    assert "陈晓" not in str(told.body)
    assert set(told.body["coupons"][0]) == {"template", "title", "expires_at"}
    assert (await cashier.get(path)).body["coupons"][0]["code"]
    assert (await till.get("/api/v1/members/99999999")).status == 404
    assert (await till.get("/api/v1/members/phone:+8613800000000")).status == 403
    for disguised in ("phone%20:+8613800000000", "%20PHONE%20:%20+8613800000000"):
        assert (await till.get(f"/api/v1/members/{disguised}")).status == 403


async def test_a_coupon_is_used_up_once_and_a_repeat_gets_the_first_answer(shop: Shop) -> None:
    member = await a_member(shop.db, shop.program, now=shop.clock.now())
    assert member.coupon is not None
    code = coupon_codes.shown_code(member.coupon.code, VAULT)
    pos = await shop.channel()
    path = f"/api/v1/coupons/{code}/redeem"
    first = await pos.post(path, {"code": code, "order_id": "T-9"}, request_id="a")
    assert (first.status, first.body["outcome"]) == (200, "redeemed")
    assert (await pos.post(path, {"code": code, "order_id": "T-9"}, request_id="a")).body == first.body
    again = await pos.post(path, {"code": code, "order_id": "T-10"}, request_id="b")
    assert (again.status, again.body["type"]) == (409, "/api/docs#conflict")
    unlike = await pos.post(path, {"code": "ANOTHER"}, request_id="c")
    assert unlike.status == 422
    assert await shop.db.read(coupons.open_coupons, member_id=member.member_id, now=shop.clock.now()) == ()


async def test_guessing_codes_ends_in_waiting(shop: Shop) -> None:
    pos = await shop.channel()
    seen = []
    for number in range(24):
        code = f"GUESS{number:05}"
        seen.append((await pos.post(f"/api/v1/coupons/{code}/redeem", b"")).status)
    assert seen[:20] == [404] * 20
    assert set(seen[20:]) == {429}


async def test_too_many_requests_are_asked_to_wait_and_another_channel_is_not(opened: Opened) -> None:
    async with opened(requests_per_minute=6) as shop:
        pos, mall = await shop.channel(), await shop.channel(name="mall")
        assert (await pos.get("/api/v1/members/1")).status == 404
        late = await pos.post("/api/v1/orders", ORDER)
        assert (late.status, late.body["type"]) == (429, "/api/docs#too-often")
        assert 5 <= int(late.headers["Retry-After"]) <= 11
        assert (await mall.get("/api/v1/members/1")).status == 404
    assert "orders" not in await shop.db.read(looks.counts)


async def test_a_busy_database_asks_for_a_later_try(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    pos = await shop.channel()
    assert (await pos.get("/api/v1/members/1")).status == 404

    async def full(*_given: Any, **_more: Any) -> None:
        raise Overloaded("2000 writes are waiting")

    with monkeypatch.context() as patch:
        patch.setattr(shop.db, "write", full)
        told = await pos.post("/api/v1/orders", ORDER, request_id="a")
    assert (told.status, told.headers["Retry-After"]) == (503, "2")
    assert (await pos.post("/api/v1/orders", ORDER, request_id="a")).status == 201


async def test_what_the_database_refuses_in_a_batch_stands_alone(shop: Shop) -> None:
    pos = await shop.channel()
    await pos.post("/api/v1/orders", ORDER)

    def renamed(session: Session) -> None:
        session.execute(text("UPDATE orders SET ref = 'other' WHERE ref = 'T-1'"))
        session.execute(text("UPDATE entries SET body = 'other' WHERE key = 'order:pos:T-1:earn'"))

    await shop.db.write(renamed)
    batch = [ORDER | {"order_id": f"T-{number}"} for number in range(4)]
    told = await pos.post("/api/v1/orders", batch)
    assert [one["outcome"] for one in told.body["results"]] == ["created", "rejected", "created", "created"]


async def test_addresses_that_are_none_are_problems_too(shop: Shop) -> None:
    pos = await shop.channel()
    assert (await pos.get("/api/v1/nothing")).body["status"] == 404
    assert (await pos.get("/api/v1/orders")).body["status"] == 405


async def test_the_description_needs_nothing_from_elsewhere(shop: Shop) -> None:
    async with shop.http.get("/api/openapi.json") as answer:
        described = await answer.json()
    assert {*described["paths"]} == {
        *(f"/api/v1/{kind}" for kind in channels.DELIVERS),
        "/api/v1/members/{ref}",
        "/api/v1/coupons/{code}/redeem",
    }
    async with shop.http.get("/api/docs") as answer:
        page = await answer.text()
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http://" not in page
    assert "https://" not in page
    assert "<script" not in page
    for path in described["paths"]:
        assert path in page
