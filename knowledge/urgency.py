"""What a person must deal with at once: harm, health, law, press, complaints; told from questions about them."""

from __future__ import annotations

import re
from typing import Literal

Urgency = Literal["despair", "health", "legal", "press", "complaint"]

# Numbers to call, and no part of a phone number, an amount or an order's number; `\b` does not fire beside Chinese.
_HOTLINES = (
    r"(?<![\d#¥$+])(?<!\d[.,\- ])(?<!订单)(?<!order )(?<!单号)(?<!编号)(?<!卡号)(?<!会员)(?:12315|12345)"
    r"(?!\d|[.,-]\d| ?(?:个|积分|点|分|元|块|次|杯|步|points?\b|pts\b|yuan\b|%))"
)

# Looked for in the order in which they matter, in text as `readable` gives it.
_SIGNS: tuple[tuple[Urgency, str], ...] = (
    (
        "despair",
        (
            r"自杀(?!小队)|轻生|自残|自我了断|不想活|活不下去|活着没意思|结束(?:我的)?生命|(?:我|真的?|好|很)想死(?!你|这|那|喝|吃|他|她|了.{0,6}(?:拿铁|咖啡))|想去死|"
            r"\bkill(?:ing)? myself\b|\bsuicid|\bend (?:my life|it all)\b|\b(?:want|wanna) (?:to )?die\b(?! for)|\bself[- ]harm|\bhurt(?:ing)? myself on purpose\b|\bno reason to live\b"
        ),
    ),
    (
        "health",
        (
            r"食物中毒|吃坏|喝坏|[喝吃](?:了|完|过|你们).{0,12}(?:肚子|胃)(?:很|有点|一直)?(?:疼|痛|不舒服|难受)|(?:[喝吃](?:了|完|过|你们).{0,16}|一直|在|天天)(?:拉肚子|腹泻|呕吐|想吐|吐了|上吐下泻)|拉肚子了|吐了一|上吐下泻|(?:喝|吃)了?.{0,10}过敏(?!原|源)|过敏(?:了|反应|很严重|休克)|起疹子|送医|住院|进(?:了)?医院|去(?:了)?医院|看急诊|"
            r"[吃喝]出(?:了|来)?(?:一?[个只根条块片]|虫|头发|异物|玻璃|塑料|蟑螂|苍蝇|钢丝|铁丝)|有(?:一?[个只根条块片])?(?:虫子?|头发|异物|玻璃|蟑螂|苍蝇|老鼠)|烫伤|烫到(?:了|我)|(?:滑|摔|绊)倒(?:了|受伤)|受伤|发霉|变质|馊了|"
            r"\bfood poisoning\b|\ballergic reaction\b|\b(?:got|made me|feel|felt|am|been) (?:really |very |so )?(?:sick|ill)\b(?! of)|\bthrew up\b|\bthrowing up\b|\bvomit|\bdiarrh|\bin (?:the )?hospital\b(?! caf)|\bwent to (?:the )?(?:hospital|er)\b|\b(?:burn(?:ed|t)|scalded|injured|hurt) (?:my|me|himself|herself|myself)\b|"
            r"\b(?:hair|bug|insect|glass|plastic|cockroach|fly|mou?ld|worm) in (?:my|the)\b|\bmouldy\b|\bmoldy\b|\bslipped (?:and fell|on)\b"
        ),
    ),
    (
        "legal",
        (
            rf"律师(?!楼|所?(?:楼下|附近|旁))|起诉|上诉|告你们|打官司|法院(?!路|街|站|店|旁|附近|门口|对面)|法律途径|走法律|{_HOTLINES}|消协|消费者协会|消保官|消保会|工商局|市监局|市场监管|监管部门|索赔|赔偿|赔钱|报警|报案|诈骗|曝光(?:你们|出去)|(?:去|网上|要)曝光|爆料|集体诉讼|"
            r"\blawyers?\b|\battorney\b|\blawsuit\b|\bsu(?:e|ing) (?:you|them|this|the|your)\b|\blegal action\b|\bsmall claims\b|\bconsumer protection\b|\bcompensation\b|\b(?:call|calling|report (?:you|this) to) the police\b|\bfraud\b|\bscam(?:med|mers)?\b"
        ),
    ),
    (
        "press",
        r"记者(?!站)|媒体采访|采访(?:你们|一下|贵)|电视台|报社|\bjournalist\b|\breporter\b|\b(?:press|media) (?:enquiry|inquiry|request|office|contact)\b|\binterview (?:your|you|with your)\b",
    ),
    (
        "complaint",
        (
            r"(?:我要|我想|要|必须|现在就?|强烈)(?:投诉|客诉|申诉)|^(?:投诉|客诉)[?!。. ]*$|投诉(?:你们|他|她|店员|店长|这家|那家|一下|某|门店)|态度(?:太|很|非常|特别|极其|超)?(?:差|恶劣|烂|糟)|服务(?:太|很|非常|特别|超)?(?:差|烂|糟)|骂(?:了)?我|歧视|骗(?:人|子|钱|了我)|黑店|"
            r"\b(?:make|file|lodge|register) a complaint\b|\bcomplain(?:ing)? about\b|\bi (?:want|need|would like|wish) to complain\b|\b(?:rude|racist|discriminat\w+)\b|\bterrible service\b|\bworst service\b"
        ),
    ),
)
_PATTERNS = tuple((urgency, re.compile(signs)) for urgency, signs in _SIGNS)
# Whoever asks how, where or when it is done wants the article; milk that does not agree with one is a question for the menu.
_ASKED_ABOUT = re.compile(
    r"(?:投诉|客诉|索赔|客服|赔偿).{0,4}(?:电话|渠道|方式|流程|邮箱|入口|在哪|怎么|找谁|几点)|(?:怎么|如何|哪里|哪儿|在哪).{0,4}(?:投诉|客诉)|"
    r"过敏(?:原|源|信息)|(?:会|容易).{0,4}(?:过敏|拉肚子).{0,12}(?:换|有没有|可以|能)|乳糖不耐|"
    r"\bhow (?:do|can|to|should) .{0,12}complain\b|\bwhere .{0,12}complain\b|\bcomplaints? (?:number|phone|line|address|e-?mail|department|hours)\b|\ballergens?\b"
)


def urgency_of(text: str) -> Urgency | None:
    """Return why a readable text needs a person at once, or None."""
    for urgency, signs in _PATTERNS:
        if signs.search(text) and (urgency == "despair" or not _ASKED_ABOUT.search(text)):
            return urgency
    return None
