from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from prometheus_client import REGISTRY

from bot import measures
from bot.intake import Intake
from core.clock import Clock
from db.engine import Database
from tests.bot.test_intake import a_message, poison
from tests.web.conftest import Serve
from web import health

PERSON = 987_654_321


async def _yes() -> bool:
    return True


async def _no() -> bool:
    return False


async def _broken() -> bool:
    raise ConnectionError("the database is away")


async def _hanging() -> bool:
    await asyncio.sleep(60)
    return True


async def test_it_is_alive_whatever_else_is_wrong(served: Serve) -> None:
    async with served(checks={"database": _broken}) as http, http.get("/healthz") as answer:
        assert (answer.status, await answer.json()) == (200, {"alive": True})


async def test_it_is_ready_when_all_checks_hold(served: Serve) -> None:
    async with served(checks={"database": _yes, "telegram": _yes}) as http, http.get("/readyz") as answer:
        assert answer.status == 200
        assert await answer.json() == {"ready": True, "checks": {"database": True, "telegram": True}}


@pytest.mark.parametrize("failing", [_no, _broken])
async def test_a_check_that_does_not_hold_is_named(served: Serve, failing: health.Check) -> None:
    async with served(checks={"database": failing, "telegram": _yes}) as http, http.get("/readyz") as answer:
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "checks": {"database": False, "telegram": True}}


async def test_a_check_that_hangs_is_one_that_failed_in_time(
    served: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.2)
    checks = {"database": _hanging, "telegram": _hanging, "serving": _yes}
    began = asyncio.get_running_loop().time()
    async with served(checks=checks) as http, http.get("/readyz") as answer:
        told = await answer.json()
        assert (answer.status, told["checks"]) == (
            503,
            {"database": False, "telegram": False, "serving": True},
        )
        assert asyncio.get_running_loop().time() - began < 1.0
    assert health.CHECK_SECONDS < 5


async def test_metrics_count_what_was_done_and_name_nobody(served: Serve, db: Database) -> None:
    dispatcher = Dispatcher()

    async def hear(_message: Any) -> None: ...

    dispatcher.message.register(hear)
    handled = REGISTRY.get_sample_value("guanjia_updates_handled_total") or 0.0
    intake = Intake(bot=Bot("42:TEST"), dispatcher=dispatcher, db=db, clock=Clock())
    await intake.receive([a_message(1, PERSON), a_message(2, PERSON), poison(PERSON)])
    await intake.drain(5)
    async with served() as http, http.get("/metrics") as answer:
        told = await answer.text()
        assert answer.status == 200
    assert f"guanjia_updates_handled_total {handled + 2}" in told
    assert 'guanjia_updates_failed_total{kind="undecodable"}' in told
    assert str(PERSON) not in told


def test_labels_have_few_values_and_none_is_a_persons_or_chats() -> None:
    ours = [one for one in vars(measures).values() if hasattr(one, "_labelnames")]
    assert len(ours) >= 8
    labels = {label for one in ours for label in one._labelnames}
    assert labels <= {"kind", "outcome", "action", "mode", "job", "direction"}
    for one in ours:
        assert len(list(one.collect()[0].samples)) < 200
        assert re.fullmatch(r"guanjia_[a-z_]+", one._name)
