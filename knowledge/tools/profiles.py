"""What is known of the asker as a person, and what they may still tell; never a phone number itself."""

from __future__ import annotations

from core.birthdays import Birthday
from core.wording import birthday as worded
from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import profiles


async def _profile(desk: Desk) -> Told:
    known = await desk.db.read(profiles.outline, member_id=desk.member_id, program=desk.program)
    language = desk.texts.language
    lines = [desk.texts("profiles-tool-number", number=known.number)]
    if known.has_phone:
        lines.append(desk.texts("profiles-tool-phone"))
    if known.birthday_md is not None:
        month, day = known.birthday_md.split("-")
        born = Birthday(int(month), int(day))
        lines.append(desk.texts("profiles-birthday", day=worded(born, language=language)))
    if known.tastes:
        names = (desk.program.preferences[one].name.in_(language) for one in known.tastes)
        lines.append(desk.texts("profiles-tastes", tastes=" · ".join(names)))
    if known.missing:
        lines += [desk.texts("profiles-missing")]
        lines += [
            desk.texts(f"profiles-missing-{one.item}")
            + (desk.texts("profiles-brings", points=one.points) if one.points else "")
            for one in known.missing
        ]
    lines.append(desk.texts("profiles-tool-where"))
    return Told("\n".join(lines), (f"profile:{known.number}",))


PROFILE = AccountTool(
    name="my_profile",
    description=(
        "The asking member's number, birthday (month and day), tastes, whether a phone is linked, and what is "
        "still missing from the profile with the points it brings. Takes no arguments."
    ),
    answer=_profile,
    whole=short(
        r"(?:个人|会员)资料(?:里)?(?:有(?:什么|哪些))?|口味(?:偏好)?(?:是什么)?",
        r"profile|tastes|preferences",
    ),
    within=pattern(
        r"我的?(?:个人|会员)资料.{0,6}(?:有什么|有哪些|填了|缺|完整|怎么看|在哪)",
        r"我的?(?:会员号|会员编号).{0,4}(?:是|多少|几|在哪)",
        r"我(?:填|留|绑)(?:过|了)?(?:手机号?|生日|口味)(?:没|了吗|了没|吗)",
        r"what(?:'s| is) my (?:member(?:ship)? number|profile)\b",
        r"when is my birthday|what(?:'s| is) in my profile",
        r"(?:have|did) i (?:tell|told|given?|fill(?:ed)?).{0,20}(?:birthday|phone|profile)",
    ),
    never=pattern(
        r"怎么(?!看)|如何|为什么|改|换|删|导出|注销|合并|积分|权益|礼|福利|券|别人|谁|安全|泄露|\bhow\b|\bwhy\b|change|delete|erase|export|merge|gift|points|safe|others?"
    ),
)
TOOLS = (PROFILE,)
