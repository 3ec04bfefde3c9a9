"""The same bot by webhook: Telegram calls, the update is kept, and the person is answered."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp

from cli.demo import demo
from tests.e2e.conftest import People, settings_for


async def test_joining_and_asking_work_by_webhook(tmp_path: Path) -> None:
    settings = settings_for(tmp_path, None)
    async with demo(settings, port=0, mode="webhook") as stage, aiohttp.ClientSession() as http:
        people = People(http, stage)
        assert (await people.call("/sim/updates"))["webhook"]["url"].endswith("/telegram/webhook")
        who = await people.member("小红")
        assert "可用积分" in (await people.say(who, "/points"))["text"]
        answer = await people.say(who, "积分什么时候过期")
        assert "积分" in answer["text"]
        assert answer["reply_markup"]["inline_keyboard"]
        before = len(await people.from_bot(who, who))
        await people.call("/sim/faults", {"kind": "duplicate"})
        await people.say(who, "/tier")
        await asyncio.sleep(0.5)
        assert len(await people.from_bot(who, who)) == before + 1
        async with http.get(f"{stage.service.address}/readyz") as ready:
            assert ready.status == 200
        requests = (await people.call("/sim/requests?limit=10000"))["requests"]
        assert not [one for one in requests if one["method"] in {"getUpdates", "deleteWebhook"}]
        assert await people.faults() == []
