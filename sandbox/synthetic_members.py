"""The invented members: who they are, since when, and what habit each one has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from core.program import Program
from sandbox.synthetic_habits import PERSONAS, Habit, habit

MARK = "synthetic"
DAYS_PER_MONTH = 30.4
SLOW = (
    "慢慢的",
    "没睡醒的",
    "爱下雨天的",
    "只喝热的",
    "不加糖的",
    "靠窗的",
    "赶早班的",
    "周末才来的",
    "带伞的",
    "半糖的",
)
SLOW_HANT = (
    "慢慢的",
    "沒睡醒的",
    "愛下雨天的",
    "只喝熱的",
    "不加糖的",
    "靠窗的",
    "趕早班的",
    "週末才來的",
    "帶傘的",
    "半糖的",
)
SLOW_EN = (
    "Slow",
    "Sleepy",
    "Rainy-day",
    "Hot-only",
    "Unsweetened",
    "Window-seat",
    "Early",
    "Weekend",
    "Umbrella",
    "Half-sugar",
)
THINGS = ("可颂", "拿铁", "豆子", "瓦片", "滤纸", "海盐卷", "奶泡", "挂耳", "冷萃", "栗子")
THINGS_HANT = ("可頌", "拿鐵", "豆子", "瓦片", "濾紙", "海鹽捲", "奶泡", "濾掛", "冷萃", "栗子")
THINGS_EN = (
    "Croissant",
    "Latte",
    "Bean",
    "Rooftile",
    "Filter",
    "Salt Roll",
    "Foam",
    "Drip Bag",
    "Cold Brew",
    "Chestnut",
)
NAMES = {
    "zh-Hans": (SLOW, THINGS, ""),
    "zh-Hant": (SLOW_HANT, THINGS_HANT, ""),
    "en": (SLOW_EN, THINGS_EN, " "),
}


@dataclass(frozen=True, slots=True)
class SyntheticMember:
    """A member who never was; `ref` is the member number, `name` ends in it so that nobody is mistaken."""

    ref: str
    name: str
    language: str
    joined_at: datetime
    birthday: date | None
    consents: tuple[str, ...]
    habit: Habit
    tags: tuple[str, ...] = (MARK,)


def members(program: Program, *, count: int = 360, seed: int, until: date) -> list[SyntheticMember]:
    """Make `count` members; 45 % joined up to a year before the last eight months, the rest since."""
    personas = list(PERSONAS.values())
    shares = [persona.share for persona in personas]
    made = []
    for number in range(1, count + 1):
        ref = f"demo-{number:04}"
        rng = Random(f"{seed}/{ref}/member")
        window = int(8 * DAYS_PER_MONTH)
        back = window + rng.randrange(365) if rng.random() < 0.45 else int(window * rng.random() ** 1.15)
        joined = until - timedelta(days=back)
        persona = rng.choices(personas, shares)[0]
        language = rng.choices(("zh-Hans", "zh-Hant", "en"), (84, 9, 7))[0]
        born = date(rng.randint(1968, 2006), 1, 1) + timedelta(days=rng.randrange(365))
        made.append(
            SyntheticMember(
                ref=ref,
                name=_name(language, number, rng),
                language=language,
                joined_at=datetime.combine(
                    joined, time(rng.randint(8, 20), rng.randrange(60)), program.time_zone
                ),
                birthday=born if rng.random() < 0.55 else None,
                consents=tuple(
                    topic.id for topic in program.topics if not topic.marketing or rng.random() < 0.82
                ),
                habit=habit(
                    program, persona, joined=max(joined, until - timedelta(days=window)), until=until, rng=rng
                ),
            )
        )
    return made


def _name(language: str, number: int, rng: Random) -> str:
    slow, things, gap = NAMES[language]
    return f"{rng.choice(slow)}{gap}{rng.choice(things)} {number:04}"
