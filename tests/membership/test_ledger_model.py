"""Any sequence of orders, refunds, spendings, returns and passing time comes to what the reference says."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.membership.ledger_machine import POLICIES, Ledger, memory

LIVES, STEPS = 95, 50  # of each policy
ON_POSTGRES = 3


def quick(lives: int) -> settings:
    """The same lives each time, without shrinking, which is for the long run."""
    return settings(
        max_examples=lives,
        stateful_step_count=STEPS,
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def live(connection: Connection, kind: settings) -> None:
    """Live under each refund policy, as many lives under each."""
    Ledger.connection = connection
    for policy in POLICIES:
        Ledger.policy = policy
        run_state_machine_as_test(Ledger, settings=kind)


@pytest.mark.timeout(3_600)
def test_any_life_comes_to_what_the_reference_says() -> None:
    soaking = settings.get_current_profile_name() == "soak"
    before = Ledger.steps
    with memory() as connection:
        live(connection, settings.get_profile("soak") if soaking else quick(LIVES))
    assert Ledger.steps - before >= 10_000


async def test_a_life_on_postgresql_comes_to_the_same(postgres_url: str) -> None:
    engine = create_async_engine(postgres_url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(live, quick(ON_POSTGRES))
    await engine.dispose()
