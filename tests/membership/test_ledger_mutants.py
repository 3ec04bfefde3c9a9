"""Faults put into the real rules, one at a time: the model-based test must find each of them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

import pytest

from db.queries import lots
from membership import corrections, earning, expiry, ladders, points, returns
from membership import lots as drawing
from tests.membership.ledger_machine import Ledger, memory
from tests.membership.test_ledger_model import live, quick

LIVES = 40  # of each policy
STATEMENTS = ("_SPEND_ORDER", "_OF_MEMBER", "_ALIVE", "_SPENDABLE", "_PENDING")


@dataclass(frozen=True, slots=True)
class Mutant:
    """`text` in a rule, or in what a module is made of at import, becomes `fault`."""

    name: str
    module: ModuleType
    within: str
    text: str
    fault: str


WHOLE = "session.get(rows.Lot, lot.id).amount"
REFUSING = "if known[0].body != body:"
MUTANTS = (
    Mutant("last to expire first", lots, "_SPEND_ORDER", "expires_at.asc()", "expires_at.desc()"),
    Mutant("oldest first", lots, "_SPEND_ORDER", "Lot.expires_at.asc().nulls_last(), ", ""),
    Mutant("a replay is credited", points, "earn_many", "for grant in fresh])", "for grant in grants])"),
    Mutant("a replay spends", points, "spend", "rows.by_keys(session, [key])", "[]"),
    Mutant("key reused, earn", points, "_replays", "if body != repeated[key].body:", "if False:"),
    Mutant("key reused, spend", points, "spend", REFUSING, "if False:"),
    Mutant("key reused, return", returns, "return_spent", REFUSING, "if False:"),
    Mutant("key reused, claim", returns, "take_back", REFUSING, "if False:"),
    Mutant("key reused, correction", corrections, "adjust", REFUSING, "if False:"),
    Mutant("spends what is not there", points, "spend", "if held < amount:", "if False:"),
    Mutant("spends one too many", points, "spend", "if held < amount:", "if held + 1 < amount:"),
    Mutant("takes what is not there", corrections, "_take", "elif held <", "elif False and held <"),
    Mutant("spends expired points", lots, "_ALIVE", 'Lot.expires_at > bindparam("now")', "Lot.id > 0"),
    Mutant("spends pending points", lots, "_SPENDABLE", 'Lot.active_from <= bindparam("now")', "Lot.id > 0"),
    Mutant("expires reserved points", expiry, "lapse", "-lot.remaining, key", f"-{WHOLE}, key"),
    Mutant("revives what had ended", returns, "return_spent", "for lot in ended:", "for lot in []:"),
    Mutant("returns to the dead", returns, "return_spent", "if ended:", "if False:"),
    Mutant("returns more than was spent", returns, "return_spent", "if amount > left:", "if False:"),
    Mutant("forgets earlier returns", lots, "taken_by", "else_=-Allocation.amount", "else_=0"),
    Mutant("returns to the first", lots, "taken_by", "sums.c.first.desc()", "sums.c.first"),
    Mutant(
        "claws back rounded up", earning, "to_take_back", "after = granted", "after = total - 1 + granted"
    ),
    Mutant("forgets earlier refunds", earning, "to_take_back", "refunded_before + refunded", "refunded"),
    Mutant("charges expired points", returns, "_chargeable", "rows.expired_of(session, own.lot.id)", "0"),
    Mutant("forgets earlier claims", returns, "_chargeable", "entries.taken_back(session, entry_id)", "0"),
    Mutant("charges overdue points", returns, "_chargeable", "if _ended(own.lot, now)", "if False"),
    Mutant("takes others first", returns, "_paying", "return first + [", "return [] + ["),
    Mutant(
        "forgets what is owed", returns, "take_back", 'if policy == "allow_debt" else 0', "if False else 0"
    ),
    Mutant("an earn pays no debt", points, "earn_many", "if sums[member_id].debt:", "if False:"),
    Mutant("a return pays no debt", returns, "return_spent", "if sums.debt:", "if False:"),
    Mutant("debt beside pending points", returns, "_paying", 'policy == "allow_debt"', "False"),
    Mutant("debt paid twice", drawing, "settle", "took.get(lot_id, 0)", "0"),
    Mutant("activity prolongs nothing", points, "_prolong", "if grant.activity:", "if False:"),
    Mutant("one short of a tier", ladders, "meets", ">=", ">"),
)


@contextmanager
def applied(mutant: Mutant) -> Iterator[None]:
    """Compile the whole module with the fault in it, and let the real one run what came of it."""
    source = inspect.getsource(mutant.module)
    head = f"def {mutant.within}(" if f"def {mutant.within}(" in source else f"\n{mutant.within} = "
    place = source.index(mutant.text, source.index(head))
    faulty = source[:place] + mutant.fault + source[place + len(mutant.text) :]
    made = compile(faulty, mutant.module.__file__ or "", "exec")
    original: Any = getattr(mutant.module, mutant.within)
    if inspect.isfunction(original):
        code = original.__code__
        original.__code__ = next(
            one for one in made.co_consts if isinstance(one, CodeType) and one.co_name == mutant.within
        )
        try:
            yield
        finally:
            original.__code__ = code
        return
    spare = dict(vars(mutant.module))
    exec(made, spare)  # noqa: S102 - our own source, but for one word
    kept = {name: getattr(mutant.module, name) for name in STATEMENTS}
    vars(mutant.module).update({name: spare[name] for name in STATEMENTS})
    try:
        yield
    finally:
        vars(mutant.module).update(kept)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name.replace(" ", "-"))
def test_the_model_finds_the_fault(mutant: Mutant) -> None:
    # Which lives come first depends on what else was imported; a fault that few lives meet is given more of them.
    found = _found(mutant, LIVES) or _found(mutant, 5 * LIVES)
    assert found, f"nobody noticed: {mutant.name}"


def _found(mutant: Mutant, lives: int) -> bool:
    with memory() as connection, applied(mutant):
        try:
            live(connection, quick(lives))
        except BaseException as error:  # noqa: BLE001 - refusals, broken constraints, wrong sums: each is a find
            return not isinstance(error, KeyboardInterrupt)
    return False


def test_without_a_fault_nothing_is_found() -> None:
    """The lives themselves are sound, so what is found above is the fault."""
    with memory() as connection:
        live(connection, quick(4))
    assert Ledger.steps > 300
