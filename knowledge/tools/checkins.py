"""The asker's check-in streak."""

from __future__ import annotations

from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import checkins


async def _diary(desk: Desk) -> Told:
    diary = await desk.db.read(checkins.diary, member_id=desk.member_id, program=desk.program, now=desk.now)
    done = diary.today in diary.checked
    lines = [desk.texts("answers-checkins-done" if done else "answers-checkins-open")]
    lines.append(
        desk.texts(
            "answers-checkins-streak",
            days=diary.run.days if diary.alive else 0,
            best=diary.run.best,
            total=diary.run.total,
        )
    )
    if diary.run.freezes:
        lines.append(desk.texts("answers-checkins-freezes", freezes=diary.run.freezes))
    lines.append(desk.texts("answers-checkins-next", points=diary.next_points))
    last = diary.run.last.isoformat() if diary.run.last else "none"
    return Told("\n".join(lines), (f"checkins:{last}",))


DIARY = AccountTool(
    name="my_check_ins",
    description="The asking member's check-in streak, and whether today is done. Takes no arguments.",
    answer=_diary,
    whole=short(
        r"(?:连续)?签到(?:记录|天数|日历|状态|几天|多少天|了几天)|连续(?:签到)?天数",
        r"(?:check-?ins?|check-?in )?(?:streak|diary|record)|check-?ins",
    ),
    within=pattern(
        r"(?:我|本人).{0,6}(?:连续)?签到?了?.{0,3}(?:几天|多少天|天数|记录)",
        r"(?:我|今天|今日).{0,6}签到(?:了|过)(?:吗|没|没有)",
        r"my (?:check-?in |current )?(?:streak|check-?ins?)\b",
        r"(?:did|have) i check(?:ed)?[ -]in",
    ),
    never=pattern(
        r"怎么|如何|为什么|规则|断了(?!吗|没)|补签|奖励|how do|how can|why|missed|broken|lost|repair"
    ),
)
TOOLS = (DIARY,)
