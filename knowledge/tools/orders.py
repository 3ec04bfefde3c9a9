"""The asker's newest orders and what each brought in points."""

from __future__ import annotations

from core.wording import money
from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import orders

_SHOWN = 5
_NAMED = 4


async def _recent(desk: Desk) -> Told:
    found = await desk.db.read(orders.recent, member_id=desk.member_id, limit=_SHOWN)
    if not found:
        return Told(desk.texts("answers-orders-none"))
    lines = [desk.texts("answers-orders", count=len(found))]
    for order in found:
        names = [_name(desk, product) for product in order.products[:_NAMED]]
        more = "…" if len(order.products) > _NAMED else ""
        lines.append(
            desk.texts(
                "answers-orders-line",
                day=desk.day(order.ordered_at),
                what=desk.texts("answers-comma").join(names) + more,
                amount=money(order.total, program=desk.program),
                points=order.points,
            )
        )
    return Told("\n".join(lines), tuple(f"order:{order.channel}:{order.ref}" for order in found))


def _name(desk: Desk, product_id: str) -> str:
    product = desk.program.products.get(product_id)
    return product.name.in_(desk.texts.language) if product else product_id


RECENT = AccountTool(
    name="my_recent_orders",
    description="The asking member's newest orders: day, products, amount, points. Takes no arguments.",
    answer=_recent,
    whole=short(
        r"(?:最近|近期|历史|上次|全部)?的?(?:订单|购买记录|消费记录|购买历史|消费明细)(?:查询|列表|记录|有哪些)?|(?:最近|上次|之前|以前)(?:买|点|喝|消费)(?:过|了)?(?:什么|啥|哪些)",
        r"(?:recent |last |latest |past )?orders?(?: history)?|(?:order|purchase) history",
    ),
    within=pattern(
        r"(?:我|本人).{0,4}(?:最近|上次|之前|以前|都)?(?:买|点|喝|消费)(?:过|了).{0,2}(?:什么|啥|哪些)",
        r"(?:我|本人)的(?:最近的?|历史|全部|上一?[个笔])(?:订单|消费)",
        r"what (?:did i|have i) (?:last )?(?:buy|bought|order|ordered)",
        r"my (?:recent|last|latest|past|previous) (?:orders?|purchases?)\b",
    ),
    never=pattern(
        r"怎么(?!查|看)|如何(?!查|看)|为什么|退|取消|改|没到|没收到|发票|多久|还没|配送|refund|cancel|change|invoice|where is|\blate\b|\bwhy\b|\bhow (?:do|can|to|long)\b"
    ),
)
TOOLS = (RECENT,)
