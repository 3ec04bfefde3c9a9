"""How a redemption looks, and the buttons that rewards, redemptions and sales hang under it."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.keyboards import button, keyboard
from core.crypto import Vault
from core.program import Program
from core.texts import Texts
from core.wording import day, last_day
from membership import redemptions
from membership.bargains import Redemption
from membership.coupon_codes import shown_code
from membership.coupons import Open

MARKS = {"reserved": "📦", "cancelled": "↩️", "expired": "↩️"}


class Look(CallbackData, prefix="redemption"):
    """One of the member's redemptions."""

    id: int


class Cancel(CallbackData, prefix="redemptioncancel"):
    """Give one back: first asked, then, with `sure`, done."""

    id: int
    sure: bool


def card(
    redemption: Redemption,
    *,
    coupon: Open | None,
    texts: Texts,
    program: Program,
    vault: Vault,
    balance: int | None = None,
) -> tuple[str, InlineKeyboardMarkup]:
    """Return a redemption's text and buttons; `coupon` is what it brought, while that can be used."""
    title = redemptions.title_of(redemption, program).in_(texts.language)
    lines = [
        texts("redemptions-done", title=title)
        if redemption.new
        else texts("redemptions-title", mark=mark(redemption), title=title),
        _paid(redemption, texts, program),
    ]
    if balance is not None:
        lines.append(texts("redemptions-balance", balance=balance))
    lines += ["", _how(redemption, coupon, texts, program, vault)]
    return "\n".join(lines), keyboard(_buttons(redemption, coupon, texts))


def mark(redemption: Redemption) -> str:
    """Return the sign of what became of a redemption."""
    if redemption.state != "fulfilled":
        return MARKS[redemption.state]
    if redemption.code:
        return "✔️"
    return "🎟" if redemption.coupon_id is not None or redemption.partner_code is not None else "🫶"


def _paid(redemption: Redemption, texts: Texts, program: Program) -> str:
    on = day(redemption.at, program=program, language=texts.language)
    if not redemption.points:
        return texts("redemptions-free", day=on)
    return texts("redemptions-paid", points=redemption.points, day=on)


def _how(redemption: Redemption, coupon: Open | None, texts: Texts, program: Program, vault: Vault) -> str:
    """Say how to get it, or what became of it."""
    settled = redemption.settled_at or redemption.at
    on = day(settled, program=program, language=texts.language)
    if redemption.state == "reserved" and redemption.code and redemption.expires_at:
        until = last_day(redemption.expires_at, program=program, language=texts.language)
        return texts("redemptions-pickup", code=shown_code(redemption.code, vault), until=until)
    if redemption.state != "fulfilled":
        return texts(f"redemptions-{redemption.state}", day=on)
    if redemption.coupon_id is not None:
        if coupon is None:
            return texts("redemptions-coupon-over")
        until = last_day(coupon.expires_at, program=program, language=texts.language)
        return texts("redemptions-coupon", code=shown_code(coupon.code, vault), until=until)
    if redemption.partner_code is not None:
        return texts("redemptions-partner", code=redemption.partner_code)
    return texts("redemptions-donated") if redemption.code is None else texts("redemptions-fulfilled", day=on)


def _buttons(redemption: Redemption, coupon: Open | None, texts: Texts) -> list[InlineKeyboardButton]:
    buttons = [button(texts("redemptions-mine"), "redemptions"), button(texts("redemptions-more"), "rewards")]
    if redemption.state == "reserved" or coupon is not None:
        ask = Cancel(id=redemption.redemption_id, sure=False)
        buttons.insert(0, button(texts("redemptions-cancel"), ask))
    return buttons
