"""The asker's coupons: those that can be used now, and what each of them asks for."""

from __future__ import annotations

from core.wording import money
from knowledge.tools.account import RULES, AccountTool, Desk, Told, pattern, short
from membership import coupons

_PAST = 3


async def _open(desk: Desk) -> Told:
    held = await desk.db.read(coupons.open_coupons, member_id=desk.member_id, now=desk.now)
    if not held:
        return Told(desk.texts("answers-coupons-none"))
    lines = [desk.texts("answers-coupons", count=len(held))]
    for coupon in held:
        template = desk.program.coupons.get(coupon.template)
        title = template.title.in_(desk.texts.language) if template else coupon.template
        lines.append(desk.texts("answers-coupons-line", title=title, day=desk.last_day(coupon.expires_at)))
    return Told("\n".join(lines), tuple(f"coupon:{coupon.coupon_id}" for coupon in held))


async def _terms(desk: Desk) -> Told:
    """Name each coupon's conditions, and what became of the newest that are over: one of them is the answer."""
    held = await desk.db.read(coupons.open_coupons, member_id=desk.member_id, now=desk.now)
    past = await desk.db.read(
        coupons.past_coupons, member_id=desk.member_id, before=None, limit=_PAST, now=desk.now
    )
    if not held and not past:
        return Told(desk.texts("answers-coupons-none"))
    lines = [desk.texts("answers-coupons-terms")]
    lines += [_condition(desk, coupon) for coupon in held]
    lines += [
        desk.texts(
            "answers-coupons-over",
            title=coupons.title_of(desk.program, one.template).in_(desk.texts.language),
            state=one.state,
            day=desk.day(one.at) if one.state == "redeemed" else desk.last_day(one.at),
        )
        for one in past
    ]
    ids = [one.coupon_id for one in held] + [one.coupon_id for one in past]
    return Told("\n".join(lines), tuple(f"coupon:{one}" for one in ids))


def _condition(desk: Desk, coupon: coupons.Open) -> str:
    template = desk.program.coupons.get(coupon.template)
    language = desk.texts.language
    names: list[str] = []
    least = 0
    if template is not None:
        names = [desk.program.categories[one].name.in_(language) for one in template.categories]
        names += [desk.program.products[one].name.in_(language) for one in template.products]
        least = int(template.min_spend.scaleb(desk.program.minor_units))
    return desk.texts(
        "answers-coupons-condition",
        title=coupons.title_of(desk.program, coupon.template).in_(language),
        least=money(least, program=desk.program),
        limited=int(least > 0),
        scope=len(names),
        names=desk.texts("answers-comma").join(names),
        alone=int(template is None or not template.stacking),
        day=desk.last_day(coupon.expires_at),
    )


OPEN = AccountTool(
    name="my_open_coupons",
    description="The coupons that the asking member can use now, with their last days. Takes no arguments.",
    answer=_open,
    whole=short(
        r"(?:可用|能用|有效|没用|未使用)?的?(?:优惠券|代金券|卡券|券)(?:包|列表|有哪些|在哪里?|有几张|有多少)?|卡包|(?:有|还有)(?:什么|哪些|几张|多少)?(?:张)?(?:可用的?|能用的?)?(?:优惠券|代金券|券)",
        r"(?:available |open )?(?:coupons?|vouchers?)|(?:what|which|any) (?:coupons?|vouchers?)(?: do i have| can i use)?",
    ),
    within=pattern(
        r"(?:我|本人).{0,6}(?:有|剩|能用|可用).{0,6}(?:优惠券|代金券|券)",
        r"(?:我|本人)的(?:优惠券|代金券|券|卡包).{0,4}(?:在哪|有哪些|还有|几张|怎么查|怎么看|列表|什么时候(?:过期|到期))",
        r"(?:我|本人).{0,4}(?:优惠券|代金券|券).{0,4}(?:几张|多少张|有哪些|快过期|快到期)",
        r"my (?:open |available )?(?:coupons?|vouchers?)\b",
        r"(?:do i have|have i got|i have) (?:any |some )?(?:coupons?|vouchers?)",
    ),
    never=pattern(
        RULES,
        r"叠加|一起用|退|没收到|没到账|用不了|不能用|错|转赠|送|换|兑|stack|combine|refund|not work|doesn't|didn't",
    ),
)
TERMS = AccountTool(
    name="my_coupon_terms",
    description="What each coupon of the asking member asks for (threshold, goods, other coupons, last day), and "
    "which were used or ended: for why one can't be used. Takes no arguments.",
    answer=_terms,
    whole=short(
        r"(?:优惠券|代金券|券)的?(?:使用)?(?:条件|门槛)",
        r"(?:coupon|voucher) (?:terms|conditions)",
    ),
    within=pattern(
        r"(?:我|本人).{0,4}(?:优惠券|代金券|券)的?(?:使用)?(?:有什么|是什么)?(?:条件|门槛|适用范围)",
        r"我的?(?:这|那)张.{0,6}券.{0,6}(?:用不了|不能用|没法用)",
        r"why can(?:'t|not| not) i use (?:this|that) (?:coupon|voucher)",
        r"(?:terms|conditions|minimum) (?:of|for) my (?:coupons?|vouchers?)",
    ),
    never=pattern(r"叠加|一起用|退|没收到|没到账|转赠|送|换|兑|怎么用(?!不)|stack|combine|refund"),
)
# The narrower first.
TOOLS = (TERMS, OPEN)
