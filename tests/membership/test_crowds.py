"""Two thousand want a hundred pieces, from several processes at once, and one process dies in the middle."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.program import Program
from core.settings import ROOT
from db.engine import Database
from db.models.coupons import Coupon
from db.models.points import Account, Allocation, Entry, Lot
from db.models.redemptions import Redemption
from db.models.rewards import Stock
from membership import members, points
from membership.members import Ref
from tests.conftest import NOW
from tests.membership.test_sales import DURING, OPENS

CROWD, PIECES, PROCESSES = 2_000, 100, 3
POINTS = 2_000


class Outcome(NamedTuple):
    member: int
    won: bool
    redemption_id: int | None


class Books(NamedTuple):
    """What the database says when all is over."""

    winners: Counter[int]
    taken: int
    coupons: int
    balances: Counter[int]
    sums: set[tuple[int, int, int]]


def many_members(session: Session, *, program: Program) -> list[int]:
    refs = [Ref("number", f"crowd{number}") for number in range(CROWD)]
    found = members.resolve(session, refs=refs, program=program, now=NOW)
    grants = [
        points.Grant(member, POINTS, 0, f"crowd:{member}", "test", NOW) for member in sorted(found.values())
    ]
    points.earn_many(session, grants=grants, program=program, now=NOW)
    return [grant.member_id for grant in grants]


def books(session: Session) -> Books:
    winners = Counter(session.execute(select(Redemption.member_id)).scalars())
    spent = select(func.coalesce(func.sum(Entry.amount), 0)).where(Entry.member_id == Account.member_id)
    lots = select(func.coalesce(func.sum(Lot.remaining), 0)).where(Lot.member_id == Account.member_id)
    paid = (
        select(func.coalesce(func.sum(Allocation.amount), 0))
        .join(Entry, Entry.id == Allocation.entry_id)
        .where(Entry.member_id == Account.member_id)
    )
    rows = session.execute(
        select(
            Account.balance, spent.scalar_subquery(), lots.scalar_subquery(), paid.scalar_subquery()
        ).order_by(Account.member_id)
    ).all()
    return Books(
        winners,
        session.execute(select(Stock.taken)).scalar_one(),
        session.execute(select(func.count()).select_from(Coupon)).scalar_one(),
        Counter(balance for balance, *_ in rows),
        {
            (balance - entries, balance - held, POINTS - balance - used)
            for balance, entries, held, used in rows
        },
    )


async def begun(wish: dict[str, Any], crowd: list[int]) -> asyncio.subprocess.Process:
    """Start a process and wait until it is ready to run."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.membership.crowd_process",
        json.dumps(wish | {"members": crowd}),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def outcomes(process: asyncio.subprocess.Process, *, kill_after: int | None = None) -> list[Outcome]:
    """Read what a process was told; it dies by SIGKILL after so many answers."""
    assert process.stdout is not None
    found: list[Outcome] = []
    async for line in process.stdout:
        if not line.endswith(b"\n"):
            break  # cut off by the kill: nobody has read it as a whole
        member, won, *more = line.decode().split()
        found.append(Outcome(int(member), won == "yes", int(more[0]) if won == "yes" else None))
        if len(found) == kill_after:
            process.send_signal(signal.SIGKILL)
    code = await process.wait()
    assert code == (0 if kill_after is None else -signal.SIGKILL)
    return found


@pytest.mark.timeout(300)
@pytest.mark.parametrize("what", ["sale", "reward"])
async def test_exactly_the_pieces_that_there_are_find_an_owner_each(
    what: str, db: Database, program: Program, tmp_path: Path
) -> None:
    crowd = await db.write(many_members, program=program)
    price = program.sales["friday-latte"].points if what == "sale" else program.rewards["tote"].points
    starts = tmp_path / "start"
    wish = {
        "url": db.url,
        "now": DURING.isoformat(),
        "sale": "friday-latte" if what == "sale" else None,
        "opens_at": OPENS.isoformat(),
        "reward": "tote",
        "stock": PIECES,
        "starts": str(starts),
    }
    eager = crowd[:3] * 25  # three members tap and tap, in every process
    shares = [
        sorted(eager + crowd[place::PROCESSES], key=lambda one: one * 7919 % 2003)
        for place in range(PROCESSES)
    ]
    processes = await asyncio.gather(*(begun(wish, share) for share in shares))
    starts.touch()
    try:
        heard = await asyncio.gather(
            outcomes(processes[0], kill_after=5), *(outcomes(one) for one in processes[1:])
        )
    finally:
        for process in processes:
            with suppress(ProcessLookupError):
                process.kill()
    # What the dead one had not finished is asked again, as its restart would.
    heard.append(await outcomes(await begun(wish, shares[0])))

    told = [one for part in heard for one in part]
    owners = {one.member: one.redemption_id for one in told if one.won}
    kept = await db.read(books)
    # No piece too many, none lost, one a member, however often they tapped and whatever died.
    assert kept.winners == Counter(dict.fromkeys(owners, 1))
    assert len(kept.winners) == kept.taken == PIECES
    assert kept.coupons == (PIECES if what == "sale" else 0)
    # Every "yes" that anybody read is true, and each winner was always told of the same piece.
    assert {(one.member, one.redemption_id) for one in told if one.won} == set(owners.items())
    # Winners have paid once, everybody else nothing, and each ledger adds up.
    assert kept.balances == {POINTS - price: PIECES, POINTS: CROWD - PIECES}
    assert kept.sums == {(0, 0, 0)}
