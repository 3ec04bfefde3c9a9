"""The main job on the chat page itself: a headless browser, real taps, and what stands on the screen after them."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from playwright.async_api import ConsoleMessage, Locator, Page, async_playwright, expect

from cli.demo import demo
from tests.conftest import missing
from tests.e2e.conftest import People, settings_for
from tests.e2e.test_campaigns import by_day

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)
NEWCOMER, REGULAR, READER = 1001, 1002, 1007


class Screen:
    """One browser window: what a person reads, writes and taps on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.faults: list[str] = []
        self._address = address
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    async def open(self, viewer: int, chat: int | None = None) -> None:
        """Go to a chat by its address, as somebody who has bookmarked it."""
        await self.page.goto(f"{self._address}/#/{viewer}/{chat or viewer}")
        await expect(self.page.get_by_test_id("app")).not_to_have_attribute("aria-busy", "true")

    def messages(self, text: str | re.Pattern[str]) -> Locator:
        said = self.page.get_by_test_id("message-text").filter(has_text=text)
        return self.page.get_by_test_id("message").filter(has=said)

    async def sees(self, text: str | re.Pattern[str]) -> str:
        """Wait for a message that holds `text`; return the newest one's words."""
        newest = self.messages(text).last
        await expect(newest).to_be_visible()
        return await newest.get_by_test_id("message-text").inner_text()

    async def send(self, text: str) -> None:
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("send").click()

    async def tap(self, label: str, *, below: str | re.Pattern[str] | None = None) -> None:
        """Tap the newest button whose text holds `label`, below the newest message that holds `below`."""
        place = self.page if below is None else self.messages(below).last
        await place.locator(f'[data-testid="inline-button"][data-text*="{label}"]').last.click()


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    return found or missing(f"none of {', '.join(BROWSERS)} is installed: no browser to open the page in")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def played(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[People]:
    settings = settings_for(tmp_path_factory.mktemp("page"), None)
    async with demo(settings, port=0) as stage, aiohttp.ClientSession() as http:
        yield People(http, stage)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def screen(chromium: str, played: People) -> AsyncIterator[Screen]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        context = await browser.new_context(
            bypass_csp=True, locale="zh-CN", viewport={"width": 1280, "height": 800}
        )
        yield Screen(await context.new_page(), played.stage.address)
        await context.close()
        await browser.close()


async def test_a_newcomer_joins_in_one_tap(screen: Screen) -> None:
    await screen.open(NEWCOMER)
    await screen.page.get_by_test_id("start-button").click()
    await screen.sees("现在入会")
    await screen.tap("加入会员")
    assert "券码" in await screen.sees("入会成功")
    await screen.tap("我的券", below="入会成功")
    assert "见面礼" in await screen.sees("可用的券")


async def test_a_question_is_answered_with_its_source(screen: Screen) -> None:
    await screen.open(NEWCOMER)
    await screen.send("积分会过期吗")
    assert "12 个月" in await screen.sees("来源：积分会过期吗")


async def test_a_member_switches_person_and_sees_the_own_account(screen: Screen) -> None:
    await screen.open(NEWCOMER)
    await screen.page.get_by_test_id("person-switcher").click()
    await screen.page.locator(f'[data-testid="person-option"][data-user-id="{REGULAR}"]').click()
    await screen.page.locator('[data-testid="chat-item"][data-type="private"]').click()
    await expect(screen.page).to_have_url(re.compile(f"#/{REGULAR}/{REGULAR}$"))
    await screen.send("/points")
    await screen.sees(re.compile(r"可用积分 [1-9][\d,]*"))
    assert await screen.messages("入会成功").count() == 0


async def test_a_check_in_by_button_counts_and_goes_on_the_next_day(screen: Screen, played: People) -> None:
    group = played.stage.stage.community
    await screen.open(REGULAR, group)
    await screen.send("签到")
    await screen.sees("今天已有 1 人签到")
    await screen.open(READER, group)
    await screen.tap("签到", below="今天已有 1 人签到")
    assert "爱喝燕麦（1 天）" in await screen.sees("今天已有 2 人签到")
    await screen.page.get_by_test_id("clock-day").click()
    await expect(screen.page.get_by_test_id("clock-toast")).to_be_visible()
    await screen.send("签到")
    await screen.sees("爱喝燕麦（2 天）")


async def test_a_no_under_the_recommendations_is_kept(screen: Screen) -> None:
    await screen.open(READER)
    await screen.send("/foryou")
    picks = await screen.sees("为你挑了")
    unwanted = picks.split("1. ")[1].split(" · ")[0]
    await screen.tap("1 🙅", below="为你挑了")
    await expect(screen.page.get_by_test_id("callback-toast")).to_contain_text(unwanted)
    shown = await screen.messages("为你挑了").count()
    await screen.send("/foryou")
    await expect(screen.messages("为你挑了")).to_have_count(shown + 1)
    assert f"{unwanted} · " not in await screen.sees("为你挑了")


async def test_an_operators_campaign_arrives_at_a_member(screen: Screen, played: People) -> None:
    await by_day(played)
    await screen.open(played.stage.stage.operators[0])
    await written(screen)
    card = "· 页面新品"
    await screen.tap("试发给自己", below=card)
    await screen.tap("批准", below=re.compile(f"{card}\\s+状态：👀"))
    await screen.tap("现在发送", below=re.compile(f"{card}\\s+状态：✅"))
    await screen.tap("确认发送", below="确定把")
    await screen.sees("🏁 群发「页面新品」已完成")
    await screen.open(READER)
    assert await screen.sees("冬天的第一杯") == "爱喝燕麦，冬天的第一杯到店了。"
    await expect(screen.messages("冬天的第一杯")).to_have_count(1)


async def test_neither_the_console_nor_the_bot_api_has_anything_to_complain(
    screen: Screen, played: People
) -> None:
    assert screen.faults == []
    assert await played.faults() == []


async def written(screen: Screen) -> None:
    """Go through the operator's dialogue up to the draft."""
    await screen.send("/campaign")
    await screen.tap("全体会员")
    turns: tuple[tuple[str, Any], ...] = (("起个名字", "页面新品"), ("正文", "{name}，冬天的第一杯到店了。"))
    for asked, told in turns:
        await screen.sees(asked)
        await screen.send(told)
    for asked in ("照片", "链接按钮"):
        await screen.tap("跳过", below=asked)
