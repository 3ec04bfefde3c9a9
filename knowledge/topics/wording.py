"""The program's own words held against its own rules: a coupon's title may say what it no longer takes off."""

from __future__ import annotations

from collections.abc import Iterator

from core.program import Program
from core.texts import LANGUAGES, Catalogue
from knowledge.contradictions import Contradiction, Facts
from knowledge.numbers import numbers
from knowledge.topics.offers import terms
from knowledge.topics.telling import Telling, plain


def misworded(program: Program, catalogue: Catalogue) -> tuple[Contradiction, ...]:
    """Return where titles and descriptions in the program's files name numbers that its rules don't."""
    found = dict.fromkeys(
        one for language in LANGUAGES for one in _misworded(Telling(program, catalogue[language]))
    )
    return tuple(found)


def _misworded(tell: Telling) -> Iterator[Contradiction]:
    for coupon in tell.program.coupons.values():
        said = f"{tell.here(coupon.title)}\n{tell.here(coupon.description)}"
        yield from _held(f"coupons.yaml: {coupon.id}", said, terms(tell, coupon))
    for tier in tell.program.tiers:
        for benefit in tier.benefits:
            rules = [tell("benefits-points", factor=plain(tier.multiplier))]
            if benefit.early_days:
                rules.append(tell("days", days=benefit.early_days))
            if benefit.coupon:
                rules.append(terms(tell, tell.program.coupons[benefit.coupon]))
            said = f"{tell.here(benefit.name)}\n{tell.here(benefit.description)}"
            yield from _held(f"program.yaml: tiers: {tier.id}: {benefit.id}", said, "\n".join(rules))


def _held(place: str, said: str, rules: str) -> Iterator[Contradiction]:
    facts = Facts(numbers(rules))
    file, _, _ = place.partition(":")
    for number in numbers(said):
        if instead := facts.against(number):
            yield Contradiction("program", place, file, number.said, file, instead)
