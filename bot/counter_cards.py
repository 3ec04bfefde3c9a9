"""How the counter looks to a clerk: a visitor's card, and one coupon or reward to be confirmed."""

from __future__ import annotations

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import InlineKeyboardMarkup

from bot.keyboards import button, keyboard
from core.program import Program
from core.texts import Texts
from core.wording import last_day, money
from membership import coupons, redemptions
from membership.bargains import Redemption
from membership.coupons import Open, Redeemed
from membership.guesses import Missed
from membership.visits import Visit

_LISTED = 12


class Dialogue(StatesGroup):
    """What the next message of a clerk is taken for: a code, or the amount of a purchase."""

    code = State()
    code_amount = State()
    coupon_amount = State()
    order_amount = State()


class AtVisit(CallbackData, prefix="visit"):
    """What a clerk does in a visit; `id` is a coupon's or a redemption's."""

    do: Literal["see", "coupon", "use", "reward", "hand", "deduct"]
    visit: int
    id: int = 0


class ByCode(CallbackData, prefix="bycode"):
    """What a clerk does with a code that was handed in without its member."""

    do: Literal["use", "hand"]
    code: str


def visit_card(
    visit: Visit, *, program: Program, texts: Texts, said: str | None = None
) -> tuple[str, InlineKeyboardMarkup]:
    """Return a visitor's card with a button for each thing that can be done; `said` is what was just done."""
    tier = program.tier_by_id.get(visit.tier)
    told = texts(
        "counter-visit",
        name=visit.name,
        tier=f"{tier.emoji} {tier.name.in_(texts.language)}" if tier else visit.tier,
        coupons=len(visit.coupons),
        rewards=len(visit.rewards),
        points=visit.points,
        until=f"{visit.ends_at.astimezone(program.time_zone):%H:%M:%S}",
    )
    buttons = [
        button(
            texts("counter-coupon", title=_title(one, program, texts)),
            AtVisit(do="coupon", visit=visit.visit_id, id=one.coupon_id),
        )
        for one in visit.coupons[:_LISTED]
    ]
    buttons += [
        button(
            texts("counter-reward", title=redemptions.title_of(one, program).in_(texts.language)),
            AtVisit(do="reward", visit=visit.visit_id, id=one.redemption_id),
        )
        for one in visit.rewards[:_LISTED]
    ]
    if program.points.spending is not None:
        buttons.append(button(texts("counter-deduct"), AtVisit(do="deduct", visit=visit.visit_id)))
    buttons.append(button(texts("counter-reload"), AtVisit(do="see", visit=visit.visit_id)))
    return f"{said}\n\n{told}" if said else told, keyboard(buttons, width=1)


def coupon_card(
    coupon: Open, act: AtVisit | ByCode, *, program: Program, texts: Texts
) -> tuple[str, InlineKeyboardMarkup]:
    """Return a coupon with the button that uses it up."""
    template = program.coupons.get(coupon.template)
    told = texts(
        "counter-confirm-coupon",
        title=_title(coupon, program, texts),
        about=template.description.in_(texts.language) if template else "",
        until=last_day(coupon.expires_at, program=program, language=texts.language),
    )
    return told, _choice(texts("counter-confirm"), act, texts)


def reward_card(
    redemption: Redemption, act: AtVisit | ByCode, *, program: Program, texts: Texts
) -> tuple[str, InlineKeyboardMarkup]:
    """Return a reward with the button that says that it was handed over."""
    title = redemptions.title_of(redemption, program).in_(texts.language)
    told = texts("counter-confirm-reward", title=title)
    return told, _choice(texts("counter-hand-over"), act, texts)


def needs_amount(template: str, program: Program) -> bool:
    """Return whether a coupon's worth or threshold depends on what is bought."""
    known = program.coupons.get(template)
    return known is not None and (known.min_spend > 0 or known.kind == "percent")


def redeemed(done: Redeemed, *, program: Program, texts: Texts) -> str:
    return texts(
        "counter-redeemed",
        title=coupons.title_of(program, done.template).in_(texts.language),
        off=done.saved or 0,
        saved=money(done.saved or 0, program=program),
    )


def missed(one: Missed, texts: Texts) -> str:
    return texts("counter-missed", left=one.left, minutes=one.minutes)


def _choice(label: str, act: AtVisit | ByCode, texts: Texts) -> InlineKeyboardMarkup:
    buttons = [button(label, act)]
    if isinstance(act, AtVisit):
        buttons.append(button(texts("counter-back"), AtVisit(do="see", visit=act.visit)))
    return keyboard(buttons)


def _title(coupon: Open, program: Program, texts: Texts) -> str:
    return coupons.title_of(program, coupon.template).in_(texts.language)
