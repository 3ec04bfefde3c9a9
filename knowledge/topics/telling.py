"""How a rule is told: in one language, with the program's own names and amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time
from decimal import Decimal
from typing import Any

from core.program import Program
from core.program_tiers import Tier
from core.texts import Texts
from core.wording import money


class Telling:
    """Words rules for one reader; called with a key of `faq.ftl` without its first word."""

    def __init__(self, program: Program, texts: Texts) -> None:
        self.program = program
        self._texts = texts

    def __call__(self, key: str, **values: Any) -> str:
        return self._texts(f"faq-{key}", **values)

    def money(self, amount: Decimal | int) -> str:
        return money(self.program.minor(Decimal(amount)), program=self.program)

    def listed(self, parts: Iterable[str]) -> str:
        return self("comma").join(parts)

    def tier(self, tier_id: str) -> str:
        return self.name(self.program.tier_by_id[tier_id])

    def name(self, tier: Tier) -> str:
        return tier.name.in_(self._texts.language)

    def here(self, text: Any) -> str:
        """Return a localized text of the program in the reader's language."""
        return str(text.in_(self._texts.language))

    def categories(self, ids: Iterable[str]) -> str:
        return self.listed(self.here(self.program.categories[one].name) for one in ids)

    def days_of_week(self, days: Sequence[str]) -> str:
        if len(days) == 7:
            return self("every-day")
        if tuple(days) == ("mon", "tue", "wed", "thu", "fri"):
            return self("working-days")
        return self.listed(self(f"day-{day}") for day in days)


Topic = Callable[[Telling], str | None]


def clock(at: time) -> str:
    return f"{at:%H:%M}"


def number(amount: Decimal) -> int | str:
    """Return a whole amount as a number, so that a language can tell one from many."""
    return int(amount) if amount == amount.to_integral_value() else plain(amount)


def plain(amount: Decimal | int) -> str:
    """Write a number without an exponent and without zeros at its end."""
    return f"{Decimal(amount).normalize():f}"


def lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
