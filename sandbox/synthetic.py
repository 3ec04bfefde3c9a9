"""An invented history of the brand: members, orders and refunds, the same for the same seed."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from core.program import Product, Program
from sandbox.synthetic_habits import STORES
from sandbox.synthetic_members import DAYS_PER_MONTH, SyntheticMember, members


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A line of the orders CSV, its fields in the order of the columns; `amount` is what the line cost."""

    order_id: str
    member_ref: str
    ordered_at: datetime
    product_id: str
    quantity: int
    amount: Decimal
    channel: str
    store: str
    currency: str


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A line of the refunds CSV: one product of an order given back."""

    refund_id: str
    order_id: str
    refunded_at: datetime
    amount: Decimal
    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Written:
    """The files that hold a history, and how much is in each."""

    members: Path
    orders: Path
    refunds: Path
    member_count: int
    line_count: int
    refund_count: int


def orders(
    program: Program, members: Sequence[SyntheticMember], *, seed: int, months: int = 8, until: datetime
) -> Iterator[OrderLine]:
    """Yield what the members bought in the `months` before `until`, by time; lines of an order together."""
    start = until - timedelta(days=months * DAYS_PER_MONTH)
    baskets = [basket for member in members for basket in _baskets(program, member, start, until, seed)]
    baskets.sort(key=lambda lines: (lines[0].ordered_at, lines[0].order_id))
    for lines in baskets:
        yield from lines


def refunds(lines: Iterable[OrderLine], *, seed: int, until: datetime) -> Iterator[RefundLine]:
    """Yield refunds of about one order line in 150: food within the hour, things within the week."""
    for line in lines:
        rng = Random(f"{seed}/{line.order_id}/{line.product_id}/refund")
        if line.amount == 0 or rng.random() >= 1 / 150:
            continue
        retail = line.channel == "mall"
        later = timedelta(days=rng.uniform(1, 6)) if retail else timedelta(minutes=rng.randint(8, 55))
        if line.ordered_at + later <= until:
            yield RefundLine(
                refund_id=f"r-{line.order_id}",
                order_id=line.order_id,
                refunded_at=(line.ordered_at + later).replace(microsecond=0),
                amount=line.amount,
                product_id=line.product_id,
                quantity=line.quantity,
            )


def write(folder: Path, *, program: Program, seed: int, until: datetime, count: int = 360) -> Written:
    """Write members.csv, orders.csv.gz and refunds.csv in the formats that `import` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    people = members(program, count=count, seed=seed, until=until.astimezone(program.time_zone).date())
    lines = list(orders(program, people, seed=seed, until=until))
    back = list(refunds(lines, seed=seed, until=until))
    written = Written(
        folder / "members.csv",
        folder / "orders.csv.gz",
        folder / "refunds.csv",
        len(people),
        len(lines),
        len(back),
    )
    columns = ("member_ref", "name", "birthday", "joined_at", "language", "tags", "consents")
    rows = [
        (
            member.ref,
            member.name,
            member.birthday or "",
            member.joined_at.isoformat(),
            member.language,
            ";".join(member.tags),
            ";".join(member.consents),
        )
        for member in people
    ]
    written.members.write_bytes(_csv(columns, rows))
    # mtime=0, so that the same seed gives the same bytes.
    written.orders.write_bytes(gzip.compress(_csv(_columns(OrderLine), map(astuple, lines)), mtime=0))
    written.refunds.write_bytes(_csv(_columns(RefundLine), map(astuple, back)))
    return written


def _baskets(
    program: Program, member: SyntheticMember, start: datetime, until: datetime, seed: int
) -> Iterator[list[OrderLine]]:
    rng = Random(f"{seed}/{member.ref}/orders")
    own, persona = member.habit, member.habit.persona
    day = max(start, member.joined_at).astimezone(program.time_zone).date()
    last: date | None = None
    done = 0
    while day <= until.astimezone(program.time_zone).date():
        since = (day - last).days if last else None
        full = persona.most_orders is not None and done >= persona.most_orders
        if not full and own.visits(day, since, rng):
            at = datetime.combine(day, own.at(rng), program.time_zone)
            basket = own.basket(day, program, rng)
            first = done == 0 and member.joined_at >= start
            if basket and member.joined_at <= at <= until:
                last, done = day, done + 1
                yield _lines(program, member, f"{member.ref}-{done:03}", at, basket, first=first, rng=rng)
        day += timedelta(days=1)


def _lines(
    program: Program,
    member: SyntheticMember,
    order_id: str,
    at: datetime,
    basket: list[tuple[Product, int]],
    *,
    first: bool,
    rng: Random,
) -> list[OrderLine]:
    own, channels = member.habit, member.habit.persona.channels
    channel = rng.choices(list(channels), list(channels.values()))[0]
    elsewhere = rng.random() < 0.14
    store = "" if channel == "mall" else rng.choice(STORES) if elsewhere else own.store
    off = _off(program, basket, first=first, own_cup=own.own_cup and channel == "pos")
    lines = []
    for product, quantity in basket:
        price = product.price_minor * quantity
        taken = min(off, price)
        off -= taken
        amount = Decimal(price - taken).scaleb(-program.minor_units)
        lines.append(
            OrderLine(
                order_id, member.ref, at, product.id, quantity, amount, channel, store, program.currency
            )
        )
    return lines


def _off(program: Program, basket: list[tuple[Product, int]], *, first: bool, own_cup: bool) -> int:
    """Return the minor units off: the welcome coupon on a first order, else the price of a paper cup."""
    welcome = program.coupons[program.welcome_coupon]
    total = sum(product.price_minor * quantity for product, quantity in basket)
    fits = all(product.category in welcome.categories for product, _ in basket)
    if first and fits and total >= program.minor(welcome.min_spend):
        return program.minor(welcome.value)
    return program.minor(program.shop.own_cup_discount) if own_cup and fits else 0


def _columns(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell.isoformat() if isinstance(cell, datetime) else cell for cell in row])
    return file.getvalue().encode()


__all__ = ["OrderLine", "RefundLine", "SyntheticMember", "Written", "members", "orders", "refunds", "write"]
