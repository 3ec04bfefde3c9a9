"""Play a fresh demo and photograph its chat page: `python tools/screenshots.py` writes docs/images/*.png again.

The people on the pictures do what a reader of the README can do: everything goes over the sandbox's control API.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
LAPTOP = {"width": 1280, "height": 800}
TALL = {"width": 1180, "height": 1080}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30.0

NEWCOMER, REGULAR, OAT, ENGLISH, OPERATOR, COLLEAGUE = 1001, 1002, 1007, 1005, 1101, 1102

Message = dict[str, Any]


class Stage:
    """The running demo, played from outside."""

    def __init__(self, address: str) -> None:
        self.address = address

    def call(self, path: str, body: dict[str, Any] | None = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - our own server
            self.address + path, data=data, headers={"content-type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.load(answer)

    def group(self, title: str) -> int:
        return next(int(chat["id"]) for chat in self.call("/sim/state")["chats"] if title in chat["title"])

    def from_bot(self, chat: int, viewer: int) -> list[Message]:
        told = self.call(f"/sim/chats/{chat}/messages?viewer={viewer}&limit=300")["messages"]
        return [one for one in told if one.get("from", {}).get("is_bot") and not one["sandbox"]["deleted"]]

    def until(self, chat: int, viewer: int, wanted: Callable[[Message], bool]) -> Message:
        """Wait for a message of the bot that `wanted` accepts; the newest wins."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for message in reversed(self.from_bot(chat, viewer)):
                if wanted(message):
                    return message
            time.sleep(0.1)
        raise TimeoutError(f"the bot said nothing that fits in chat {chat}")

    def say(self, who: int, text: str, chat: int | None = None) -> Message:
        """Write something and return what the bot says next in that chat."""
        there = chat or who
        before = {one["sandbox"]["seq"] for one in self.from_bot(there, who)}
        self.call("/sim/messages", {"chat_id": there, "from_id": who, "text": text})
        return self.until(there, who, lambda one: one["sandbox"]["seq"] not in before)

    def tell(self, who: int, text: str, chat: int) -> None:
        self.call("/sim/messages", {"chat_id": chat, "from_id": who, "text": text})

    def press(self, who: int, message: Message, label: str) -> None:
        """Press the button whose text holds `label`."""
        buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
        chosen = next(one for one in buttons if label in one["text"])
        self.call(
            "/sim/callbacks",
            {
                "chat_id": message["chat"]["id"],
                "message_id": message["message_id"],
                "from_id": who,
                "data": chosen["callback_data"],
                "wait": 20,
            },
        )

    def tomorrow_at(self, hour: int, minute: int) -> None:
        """Move bot and sandbox to a time of the brand's next day, so that each run looks alike."""
        zone = ZoneInfo("Asia/Shanghai")
        now = datetime.fromisoformat(self.call("/sim/clock")["now"]).astimezone(zone)
        then = (now + timedelta(days=1)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        self.call("/sim/clock", {"advance": f"PT{int((then - now).total_seconds())}S"})


def join(stage: Stage) -> None:
    hello = stage.say(NEWCOMER, "/start")
    stage.press(NEWCOMER, hello, "加入会员")
    stage.until(NEWCOMER, NEWCOMER, lambda one: "入会成功" in one.get("text", ""))


def questions(stage: Stage) -> None:
    stage.say(REGULAR, "积分会过期吗？")
    stage.say(REGULAR, "我还差多少升级")


def picks(stage: Stage) -> None:
    stage.say(OAT, "/points")
    cards = stage.say(OAT, "/foryou")
    stage.press(OAT, cards, "1 🙅")
    stage.say(OAT, "/foryou")


def english(stage: Stage) -> None:
    stage.say(ENGLISH, "How do I become a member?")
    stage.say(ENGLISH, "/tier")


def community(stage: Stage, chat: int) -> None:
    """Play a morning in the group: the task comes by schedule, people check in, one post keeps the score."""
    stage.tomorrow_at(10, 2)
    today = stage.call("/sim/clock")["now"]
    moment = int(datetime.fromisoformat(today).timestamp()) - 60
    stage.until(chat, REGULAR, lambda one: "今日任务" in one.get("text", "") and one["date"] > moment)
    for who in (REGULAR, 1004):
        stage.tell(who, "签到", chat)
        time.sleep(0.4)
    post = stage.until(chat, REGULAR, lambda one: "已有" in one.get("text", "") and one["date"] > moment)
    for who in (1003, ENGLISH, 1006, OAT):
        stage.press(who, post, "签到")
    stage.until(
        chat,
        REGULAR,
        lambda one: one["message_id"] == post["message_id"] and "已有 6 人" in one["text"],
    )


def campaign(stage: Stage) -> None:
    """Draft a campaign, see whom it would reach, and send it to oneself first."""
    pick = stage.say(OPERATOR, "/campaign")
    stage.press(OPERATOR, pick, "全体会员")
    stage.until(OPERATOR, OPERATOR, lambda one: "起个名字" in one.get("text", ""))
    stage.say(OPERATOR, "冬季新品")
    asked = stage.say(OPERATOR, "{name}，桂花与栗子都上新了。\n来檐下坐坐，你还有 {points} 积分可以换一杯。")
    stage.press(OPERATOR, asked, "跳过")
    link = stage.until(OPERATOR, OPERATOR, lambda one: "链接按钮" in one.get("text", ""))
    stage.press(OPERATOR, link, "跳过")
    card = stage.until(OPERATOR, OPERATOR, lambda one: "试发" in str(one.get("reply_markup")))
    time.sleep(6)  # a chat takes a message a second; people don't press as fast as programs
    stage.press(OPERATOR, card, "试发给自己")
    stage.until(OPERATOR, OPERATOR, lambda one: "批准" in str(one.get("reply_markup")))


def desk(stage: Stage, chat: int) -> int:
    """Let a member talk to the desk, and return the topic."""
    stage.say(REGULAR, "你们有没有火箭造型的杯子")
    asked = stage.until(REGULAR, REGULAR, lambda one: "转给客服" in (one.get("text") or ""))
    stage.press(REGULAR, asked, "转人工")
    card = stage.until(chat, OPERATOR, lambda one: "🙋" in (one.get("text") or ""))
    thread = int(card["message_thread_id"])

    def answer(who: int, text: str) -> None:
        stage.call("/sim/messages", {"chat_id": chat, "from_id": who, "text": text, "thread_id": thread})

    answer(OPERATOR, "您好，火箭杯下周二上架，现在还没有。")
    answer(OPERATOR, "// 问一下仓库白色的有几只")
    stage.until(REGULAR, REGULAR, lambda one: "火箭杯下周二" in (one.get("text") or ""))
    stage.tell(REGULAR, "能给我留一只白色的吗？", REGULAR)
    stage.until(chat, OPERATOR, lambda one: "留一只白色" in (one.get("text") or ""))
    answer(COLLEAGUE, "留好了，报会员号就能取。")
    stage.until(REGULAR, REGULAR, lambda one: "留好了" in (one.get("text") or ""))
    time.sleep(5)
    return thread


def send(stage: Stage) -> None:
    card = stage.until(OPERATOR, OPERATOR, lambda one: "批准" in str(one.get("reply_markup")))
    stage.press(OPERATOR, card, "批准")
    card = stage.until(OPERATOR, OPERATOR, lambda one: "现在发送" in str(one.get("reply_markup")))
    stage.press(OPERATOR, card, "现在发送")
    card = stage.until(OPERATOR, OPERATOR, lambda one: "确认发送" in str(one.get("reply_markup")))
    stage.press(OPERATOR, card, "确认发送")
    stage.until(OPERATOR, OPERATOR, lambda one: "已完成" in one.get("text", ""))
    time.sleep(2)


@contextmanager
def running() -> Iterator[str]:
    """Start a demo of its own on a free port and stop it at the end."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "main.py", "demo", "--port", "8931", "--data", data, "--fresh"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield process.stdout.readline().strip() if process.stdout else ""
            finally:
                process.terminate()
                process.wait(60)


def shoot(
    browser: Browser, address: str, name: str, route: str, size: dict[str, int], locale: str = "zh-CN"
) -> None:
    page: Page = browser.new_page(viewport=size, locale=locale, timezone_id="Asia/Shanghai")  # type: ignore[arg-type]
    page.goto(f"{address}/#{route}")
    page.wait_for_selector("[data-testid=message]")
    page.wait_for_timeout(1_200)
    file = IMAGES / f"{name}.png"
    page.screenshot(path=str(file))
    page.close()
    with Image.open(file) as shot:
        shot.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size // 1024} KiB")


def play(address: str) -> None:
    stage = Stage(address)
    chat = stage.group("会员群")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        join(stage)
        shoot(browser, address, "join", "/1001/1001", PHONE)
        questions(stage)
        shoot(browser, address, "ask", "/1002/1002", LAPTOP)
        picks(stage)
        shoot(browser, address, "recommendations", "/1007/1007", PHONE)
        english(stage)
        shoot(browser, address, "english", "/1005/1005", PHONE, "en-US")
        community(stage, chat)
        shoot(browser, address, "group", f"/1002/{chat}", LAPTOP)
        shoot(browser, address, "group-phone", f"/1003/{chat}", PHONE)
        campaign(stage)
        shoot(browser, address, "campaign", f"/{OPERATOR}/{OPERATOR}", LAPTOP)
        send(stage)
        shoot(browser, address, "campaign-sent", f"/{OPERATOR}/{OPERATOR}", PHONE)
        support = stage.group("客服台")
        thread = desk(stage, support)
        shoot(browser, address, "desk", f"/{OPERATOR}/{support}?thread={thread}", TALL)
        shoot(browser, address, "requests", "/1002/1002?panel=hood", LAPTOP)
        browser.close()


def main() -> None:
    if len(sys.argv) > 1:
        play(sys.argv[1].rstrip("/"))
        return
    with running() as address:
        play(address)


if __name__ == "__main__":
    main()
