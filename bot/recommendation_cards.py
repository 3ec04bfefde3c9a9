"""How recommendations look: one line a product with its reason, and a row of buttons each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from core.program import Program
from core.texts import Texts
from core.wording import money
from membership.recommendations import Shown


class Showing(CallbackData, prefix="show"):
    """What a member says to one showing."""

    id: int
    say: Literal["interested", "not_for_me", "buy"]


def cards(
    shown: Sequence[Shown],
    *,
    heading: str,
    texts: Texts,
    program: Program,
) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return the text and keyboard for what is shown; reasons state only facts of the member's own rows."""
    if not shown:
        return texts("recommendations-none"), None
    lines = [texts(heading)]
    rows = []
    for place, one in enumerate(shown, start=1):
        name = one.product.name.in_(texts.language)
        price = (
            f" · {money(one.product.price_minor, program=program)}"
            if one.product.price_minor is not None
            else ""
        )
        lines.append(f"{place}. {name}{price}\n   {reason(one, texts)}")
        rows.append(_row(one, place, texts))
    return "\n\n".join(lines), InlineKeyboardMarkup(inline_keyboard=rows)


def reason(one: Shown, texts: Texts) -> str:
    """Word why a product is shown."""
    why = one.pick.reason
    return texts(
        f"recommendations-reason-{why.kind.value}",
        count=why.count,
        gap=why.gap_days,
        days=why.days_since,
        partner=one.partner.name.in_(texts.language) if one.partner else "",
    )


def _row(one: Shown, place: int, texts: Texts) -> list[InlineKeyboardButton]:
    return [
        InlineKeyboardButton(
            text=f"{place} {texts(f'recommendations-button-{say}')}",
            callback_data=Showing(id=one.showing_id, say=say).pack(),
        )
        for say in ("interested", "not_for_me", "buy")
    ]
