"""Whatever a bot sends, it gets an answer that Telegram could have given."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sandbox.schema import parameters
from sandbox.telegram.areas import PLAYED
from sandbox.telegram.calls import carry_out
from sandbox.telegram.request import Upload
from sandbox.things import RIGHTS, Member
from sandbox.world import World
from tests.sandbox.conftest import TOKEN, StillClock

ODD: tuple[Any, ...] = (
    None,
    "",
    "x",
    "attach://x",
    "12",
    "-1",
    "true",
    "[]",
    "{}",
    "[1, {}]",
    '{"inline_keyboard": [[{"text": 1}]]}',
    '{"message_id": {}, "type": []}',
    0,
    1,
    -1,
    2**70,
    1.5,
    True,
    [],
    {},
    [[]],
    [{"type": "photo"}],
    [{"text": {}}],
    {"type": "emoji"},
    {"type": 5, "user": 7, "receiver_user_id": "x"},
    {"keyboard": [[{}]]},
    {"inline_keyboard": [[{"text": "a", "web_app": 5}]]},
    {"inline_keyboard": [[{"text": "a", "url": []}]]},
)
LIKELY: dict[str, tuple[Any, ...]] = {
    "chat_id": (1001, -1001000000001, "@x", -4001),
    "from_chat_id": (1001, -1001000000001),
    "message_id": (1, 2, 3),
    "user_id": (1001, 42, 5),
    "text": ("hello", "<b>x</b>"),
    "parse_mode": ("HTML", "MarkdownV2"),
}


def told(random: Random, method: str) -> dict[str, Any]:
    """Return parameters of which some are right, some wrong and some missing."""
    params = {}
    for name in parameters(method):
        chance = random.random()
        if chance < 0.4 and name in LIKELY:
            params[name] = random.choice(LIKELY[name])
        elif chance < 0.7:
            params[name] = random.choice(ODD)
    return params


async def small_world() -> World:
    world = World(TOKEN, StillClock(), limits=False)
    lin = world.add_person("Lin", started=True)
    for kind in ("supergroup", "group"):
        chat = world.add_chat(kind, "Coffee", [lin.id])
        chat.members[world.bot.id] = Member(world.bot, "administrator", dict.fromkeys(RIGHTS, True))
    for chat_id in (1001, -1001000000001):
        for _ in range(3):
            await carry_out(world, "sendMessage", {"chat_id": chat_id, "text": "x"}, {})
    return world


@pytest.mark.parametrize("method", sorted(set(PLAYED) - {"getUpdates", "setWebhook"}))
async def test_nonsense_is_refused_and_never_breaks_the_server(method: str) -> None:
    random = Random(method)
    world = await small_world()
    for _ in range(150):
        params = told(random, method)
        outcome = await carry_out(world, method, params, {"x": Upload("x.txt", b"x")})
        assert outcome.status in {200, 400, 403, 409}, (params, outcome)
        faults = world.requests[-1]["schema_faults"]
        assert [each for each in faults if each.startswith("answer of")] == [], params
    await world.close()
