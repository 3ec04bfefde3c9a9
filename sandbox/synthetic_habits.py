"""Habits of invented customers: how often, when, where and what each of them buys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from core.program import Product, Program

SUMMER, WINTER = (6, 7, 8, 9), (11, 12, 1, 2)
RANKS = (62, 20, 12, 6)  # how much of a shelf's orders go to one's first, second, … favourite
EXPLORES = 0.09


@dataclass(frozen=True, slots=True)
class Persona:
    """A sort of customer; `shelves` weigh the main choice, `sides` are the chances of an addition."""

    share: int
    weekday: float
    weekend: float
    hours: tuple[tuple[float, float], ...]
    shelves: dict[str, int]
    sides: dict[str, float]
    channels: dict[str, int]
    every_days: tuple[int, int] | None = None
    most_orders: int | None = None


MORNING, NOON, AFTERNOON, EVENING = (7.6, 9.5), (10.5, 13.5), (14.0, 17.0), (18.0, 21.2)
COUNTER = {"pos": 55, "miniprogram": 38, "delivery": 7}
PERSONAS: dict[str, Persona] = {
    "daily": Persona(
        share=6,
        weekday=0.72,
        weekend=0.24,
        hours=(MORNING, MORNING, MORNING, AFTERNOON),
        shelves={"espresso": 46, "milk": 42, "filter": 6, "seasonal": 6},
        sides={"bakery": 0.24, "meals": 0.05},
        channels={"pos": 34, "miniprogram": 60, "delivery": 6},
    ),
    "regular": Persona(
        share=15,
        weekday=0.27,
        weekend=0.22,
        hours=(MORNING, NOON, AFTERNOON, AFTERNOON),
        shelves={"milk": 52, "espresso": 22, "tea": 10, "seasonal": 16},
        sides={"bakery": 0.27, "meals": 0.1},
        channels=COUNTER,
    ),
    "brunch": Persona(
        share=18,
        weekday=0.03,
        weekend=0.4,
        hours=(NOON, NOON, AFTERNOON),
        shelves={"milk": 58, "filter": 16, "tea": 14, "seasonal": 12},
        sides={"meals": 0.5, "bakery": 0.35, "home": 0.02},
        channels={"pos": 74, "miniprogram": 20, "delivery": 6},
    ),
    "brewer": Persona(
        share=14,
        weekday=0.0,
        weekend=0.0,
        hours=(EVENING, AFTERNOON, NOON),
        shelves={"beans": 100},
        sides={"filter": 0.16, "cups": 0.07},
        channels={"mall": 72, "pos": 28},
        every_days=(11, 24),
    ),
    "tea": Persona(
        share=10,
        weekday=0.12,
        weekend=0.2,
        hours=(AFTERNOON, AFTERNOON, EVENING),
        shelves={"tea": 88, "seasonal": 12},
        sides={"bakery": 0.4},
        channels=COUNTER,
    ),
    "seasonal": Persona(
        share=10,
        weekday=0.05,
        weekend=0.13,
        hours=(AFTERNOON, NOON),
        shelves={"seasonal": 84, "milk": 16},
        sides={"bakery": 0.3},
        channels=COUNTER,
    ),
    "gifter": Persona(
        share=7,
        weekday=0.0,
        weekend=0.0,
        hours=(AFTERNOON, EVENING),
        shelves={"home": 52, "cups": 48},
        sides={"beans": 0.3, "milk": 0.18},
        channels={"mall": 64, "pos": 36},
        every_days=(34, 70),
    ),
    "passer-by": Persona(
        share=14,
        weekday=0.05,
        weekend=0.07,
        hours=(NOON, AFTERNOON, EVENING),
        shelves={"milk": 50, "espresso": 20, "seasonal": 20, "tea": 10},
        sides={"bakery": 0.2},
        channels=COUNTER,
        most_orders=1,
    ),
    "window-shopper": Persona(
        share=6,
        weekday=0.0,
        weekend=0.0,
        hours=(NOON,),
        shelves={"milk": 1},
        sides={},
        channels=COUNTER,
        most_orders=0,
    ),
}
STORES = ("梧桐路店", "城西工坊店", "桥头店", "大学路店", "老码头店", "北站店")


@dataclass(frozen=True, slots=True)
class Habit:
    """One customer's own version of a persona, with favourites, rhythm, breaks and, maybe, an end."""

    persona: Persona
    favourites: dict[str, tuple[str, ...]]
    pace: float
    every_days: int | None
    store: str
    breaks: tuple[tuple[date, date], ...]
    leaves_on: date | None
    own_cup: bool

    def visits(self, day: date, since: int | None, rng: Random) -> bool:
        """Return whether they buy on `day`, `since` days after their last purchase."""
        if (self.leaves_on and day >= self.leaves_on) or any(a <= day <= b for a, b in self.breaks):
            return False
        tired = 0.45 if self.leaves_on and day >= self.leaves_on - timedelta(days=21) else 1.0
        if self.every_days is not None:
            due = 0 if since is None else self.every_days - since
            return rng.random() < (0.34 * tired if due <= 0 else 0.06 if due <= 3 else 0.004)
        base = self.persona.weekend if day.weekday() >= 5 else self.persona.weekday
        return rng.random() < base * self.pace * tired

    def basket(self, day: date, program: Program, rng: Random) -> list[tuple[Product, int]]:
        """Return what they buy on `day`, each product once with its quantity."""
        shelves = self.persona.shelves
        wanted = rng.choices(list(shelves), list(shelves.values()))
        wanted += [shelf for shelf, chance in self.persona.sides.items() if rng.random() < chance]
        basket: dict[str, tuple[Product, int]] = {}
        for shelf in wanted:
            product = self._pick(shelf, day, program, rng)
            if product is not None:
                several = shelf not in {"cups", "home", "beans"} and rng.random() < 0.05
                basket[product.id] = (product, 2 if several else 1)
        return list(basket.values())

    def at(self, rng: Random) -> time:
        begin, end = rng.choice(self.persona.hours)
        hour = rng.uniform(begin, end)
        return time(int(hour), int(hour % 1 * 60), rng.randrange(60))

    def _pick(self, shelf: str, day: date, program: Program, rng: Random) -> Product | None:
        favourites = [
            (program.products[name], rank)
            for name, rank in zip(self.favourites.get(shelf, ()), RANKS, strict=False)
            if program.products[name].sold_on(day)
        ]
        if favourites and rng.random() >= EXPLORES:
            products = [product for product, _ in favourites]
            weights = [rank * _weather(product, day) for product, rank in favourites]
        else:
            products = [p for p in program.products.values() if p.category == shelf and p.sold_on(day)]
            weights = [_weather(product, day) / (10 + product.price_minor / 1000) for product in products]
        return rng.choices(products, weights)[0] if products else None


def habit(program: Program, persona: Persona, *, joined: date, until: date, rng: Random) -> Habit:
    """Make one customer's habit; about a third of the repeating ones stop coming before `until`."""
    shelves = [*persona.shelves, *persona.sides]
    favourites = {}
    for shelf in shelves:
        stock = [product.id for product in program.products.values() if product.category == shelf]
        # On the seasonal shelf taste follows the calendar, so everybody may like all of it.
        count = len(stock) if shelf == "seasonal" else min(len(stock), rng.choice((1, 2, 2, 3, 4)))
        favourites[shelf] = tuple(rng.sample(stock, count))
    days = (until - joined).days
    leaves = days > 75 and rng.random() < 0.34
    breaks = []
    for _ in range(rng.choice((0, 1, 1, 2)) if days > 30 else 0):
        begin = joined + timedelta(days=rng.randrange(days))
        breaks.append((begin, begin + timedelta(days=rng.randint(4, 13))))
    return Habit(
        persona=persona,
        favourites=favourites,
        pace=rng.uniform(0.65, 1.35),
        every_days=rng.randint(*persona.every_days) if persona.every_days else None,
        store=rng.choice(STORES),
        breaks=tuple(breaks),
        leaves_on=joined + timedelta(days=rng.randint(30, days - 35)) if leaves else None,
        own_cup=rng.random() < 0.08,
    )


def _weather(product: Product, day: date) -> float:
    if "冰" in product.tags:
        return 2.6 if day.month in SUMMER else 0.4 if day.month in WINTER else 1.0
    if "暖" in product.tags:
        return 2.2 if day.month in WINTER else 0.35 if day.month in SUMMER else 1.0
    return 1.0
