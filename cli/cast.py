"""Who plays in the demo: people with and without a history, operators, a community and a support desk."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from dataclasses import dataclass

from cli.parts import Parts
from core.program import Program
from membership import members, staff
from membership.members import Ref
from sandbox import members as chats
from sandbox.things import Chat
from sandbox.views import tell_chat
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody on the page; `rank` picks the history: the n-th most frequent buyer, or none."""

    id: int
    name: str
    language: str
    rank: int | None = None
    operator: bool = False


CLERK = 1009

PLAYERS = (
    Player(1001, "新朋友", "zh-hans"),
    Player(1002, "天天来的常客", "zh-hans", rank=0),
    Player(1003, "周末客", "zh-hans", rank=60),
    Player(1004, "台灣朋友", "zh-hant", rank=25),
    Player(1005, "English Guest", "en", rank=40),
    Player(1006, "久未露面", "zh-hans", rank=200),
    Player(1007, "爱喝燕麦", "zh-hans", rank=12),
    Player(1008, "下午茶", "zh-hans", rank=90),
    Player(CLERK, "值班店员", "zh-hans", rank=150),
    Player(1101, "运营 · 甲", "zh-hans", rank=120, operator=True),
    Player(1102, "运营 · 乙", "zh-hans", rank=130, operator=True),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The chats and roles of the demo."""

    community: int
    support: int
    operators: tuple[int, ...]


def enter(world: World, program: Program) -> Stage:
    """Put everybody on stage; the bot is admin in both groups, as `/setup` asks for."""
    for player in PLAYERS:
        world.add_person(
            player.name,
            id=player.id,
            language_code=player.language,
            started=player.rank is not None,
        )
    operators = tuple(player.id for player in PLAYERS if player.operator)
    guests = [player.id for player in PLAYERS if player.rank is not None]
    brand = program.brand.name.zh_hans
    community = _group(world, "supergroup", f"{brand} · 会员群", guests, operators[0])
    support = _group(world, "forum", f"{brand} · 客服台", list(operators), operators[0])
    return Stage(community.id, support.id, operators)


async def remember(parts: Parts, stage: Stage) -> None:
    """Give the players who have a history one of the synthetic members', once."""
    if await parts.db.read(members.is_known, telegram_id=stage.operators[0]):
        return
    await parts.db.write(
        staff.grant,
        by=stage.operators[0],
        telegram_id=CLERK,
        role="clerk",
        name="值班店员",
        store="桥头店",
        operators=stage.operators,
        now=parts.clock.now(),
    )
    refs = _by_frequency(parts)
    for player in PLAYERS:
        if player.rank is not None:
            await parts.db.write(
                members.adopt,
                telegram_id=player.id,
                name=player.name,
                language_code=player.language,
                ref=Ref("number", refs[player.rank]),
                program=parts.program,
                now=parts.clock.now(),
            )


def _group(world: World, kind: str, title: str, people: list[int], creator: int) -> Chat:
    chat = world.add_chat(kind, title, people, creator_id=creator)
    owner = world.people[creator]
    chats.enter(world, chat, world.bot, owner)
    chats.promote(
        world, chat, world.bot, owner, chats.DEFAULT_RIGHTS | {"can_manage_topics": kind == "forum"}
    )
    tell_chat(world, chat)
    return chat


def _by_frequency(parts: Parts) -> list[str]:
    """Return synthetic member numbers, the most frequent buyer first."""
    with gzip.open(
        parts.settings.data / "synthetic" / "orders.csv.gz", "rt", encoding="utf-8", newline=""
    ) as file:
        orders = {(line["order_id"], line["member_ref"]) for line in csv.DictReader(file)}
    return [
        ref
        for ref, _ in sorted(Counter(ref for _, ref in orders).items(), key=lambda pair: (-pair[1], pair[0]))
    ]
