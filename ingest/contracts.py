"""What may stand in one order, refund, member, event or product: one table for files, HTTP and its description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["products", "members", "orders", "refunds", "events"]
Form = Literal["text", "ref", "money", "whole", "instant", "day", "texts", "items"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field or column; `most` is its greatest length in characters, or its greatest number."""

    name: str
    form: Form
    what: str
    need: bool = False
    most: int | None = None


_REF = Field("member_ref", "ref", "a member number, or identity:value as in phone:+8613800000000", True, 96)

ITEM = (
    Field("product_id", "text", "the product; it may be one that nobody described", True, 64),
    Field("quantity", "whole", "how many", True, 1_000_000),
    Field("amount", "money", "what was paid for all of them, in currency units", True),
)

CONTRACTS: dict[Kind, tuple[Field, ...]] = {
    "orders": (
        Field("order_id", "text", "the channel's own id of the order", True, 64),
        _REF,
        Field("ordered_at", "instant", "when it was paid", True),
        Field("items", "items", "what was bought, 1 to 2,000 lines", True),
        Field("store", "text", "where", most=64),
        Field(
            "currency", "text", "the program's currency, which is assumed when nothing stands here", most=8
        ),
        Field("status", "text", "paid, completed, fulfilled, shipped or delivered", most=32),
        Field("coupon", "text", "the code of a coupon that the order used", most=32),
    ),
    "refunds": (
        Field("refund_id", "text", "the channel's own id of the refund", True, 48),
        Field("order_id", "text", "the order that it is for", True, 64),
        Field("refunded_at", "instant", "when the money went back", True),
        Field("amount", "money", "how much, in currency units", True),
        Field("product_id", "text", "which product came back, if it was one", most=64),
        Field("quantity", "whole", "how many of it", most=1_000_000),
    ),
    "members": (
        _REF,
        Field("name", "text", "what to call them", True, 128),
        Field("phone", "text", "a phone number, kept as a keyed hash only", most=40),
        Field("birthday", "day", "the day of birth, kept sealed"),
        Field("joined_at", "instant", "when they joined the brand's program"),
        Field("language", "text", "zh-Hans, zh-Hant or en", most=16),
        Field("tags", "texts", "what the brand calls them by", most=512),
        Field("consents", "texts", "topics of program.yaml that they agreed to", most=512),
    ),
    "events": (
        Field("event_id", "text", "the channel's own id of the event", True, 64),
        Field("kind", "text", "a key of points.behaviour in program.yaml", True, 32),
        _REF,
        Field("at", "instant", "when it happened", True),
    ),
    "products": (
        Field("product_id", "text", "the brand's id", True, 64),
        Field("name", "text", "what people call it", True, 200),
        Field("category", "text", "its category", True, 64),
        Field("price", "money", "in currency units", True),
        Field("tags", "texts", "what it is found by", most=512),
        Field("active_from", "instant", "sold from then on"),
        Field("active_until", "instant", "sold until then"),
        Field("stock", "whole", "how many are left", most=100_000_000),
        Field("image", "text", "the address of a picture", most=512),
    ),
}


def required(kind: Kind) -> tuple[str, ...]:
    """Return the fields without which a thing of this kind can't be taken in."""
    return tuple(field.name for field in CONTRACTS[kind] if field.need)
