from __future__ import annotations

import pytest

from knowledge.courtesies import courtesy_of
from knowledge.intents import understand
from knowledge.normalise import readable
from knowledge.urgency import urgency_of


@pytest.mark.parametrize(
    ("said", "urgency"),
    [
        ("我不想活了", "despair"),
        ("i want to die", "despair"),
        ("喝完你们的拿铁一直拉肚子", "health"),
        ("喝完肚子疼", "health"),
        ("吃了你们的三明治胃很难受", "health"),
        ("蛋糕里吃出一根头发", "health"),
        ("我过敏了很严重", "health"),
        ("i got food poisoning from your cake", "health"),
        ("there was glass in my cup", "health"),
        ("我要发律师函", "legal"),
        ("再不处理我就打12315", "legal"),
        ("打12345投诉你们", "legal"),
        ("再不退钱，１２３１５见", "legal"),
        ("i will call 12315", "legal"),
        ("我要去消保會申訴", "legal"),
        ("I'm going to sue you", "legal"),
        ("我是记者，想采访你们", "press"),
        ("media inquiry for your press office", "press"),
        ("我要投诉店员", "complaint"),
        ("我要客訴", "complaint"),
        ("服务态度太差了", "complaint"),
        ("your staff was so rude", "complaint"),
    ],
)
def test_what_must_not_wait_goes_to_a_person_with_its_reason(said: str, urgency: str) -> None:
    intent = understand(said)
    assert intent is not None
    assert (intent.kind, intent.urgency) == ("person", urgency)


@pytest.mark.parametrize(
    "said",
    [
        "投诉电话是多少",
        "怎么投诉",
        "how do I complain about a shop",
        "法院路那家店几点开门",
        "律师楼下的店有座位吗",
        "想死你们家的拿铁了",
        "有过敏原信息吗",
        "喝牛奶会拉肚子，可以换燕麦奶吗",
        "胃不好能喝什么",
        "喝咖啡会胃痛吗",
        "which drinks contain allergens",
        "这款能喝出花香吗",
        "医院附近有店吗",
        "to die for a latte",
        "我手机13812345678换了怎么办",
        "我手机138-1234-5678换了",
        "我的号是 138 12345 678",
        "会员12345678的积分",
        "订单12345到哪了",
        "order #12345 has not come",
        "订单号 9123159 在哪",
        "我有12345积分能换什么",
        "一共 12345 元",
        "12,315.50 元是多少分",
        "满12345.67元",
    ],
)
def test_what_only_sounds_like_it_is_an_ordinary_question(said: str) -> None:
    assert urgency_of(readable(said)) is None


@pytest.mark.parametrize(
    ("said", "courtesy"),
    [
        ("你是谁", "who"),
        ("你是機器人嗎", "robot"),
        ("are you a real person?", "robot"),
        ("你真棒", "praise"),
        ("傻逼", "insult"),
        ("useless bot", "insult"),
        ("好无聊啊", "bored"),
        ("tell me a joke", "bored"),
        ("好的", "fine"),
        ("no thanks", "fine"),
        ("哈哈哈", "laugh"),
        ("不好意思打错了", None),
        ("谢谢，积分怎么用", None),
        ("你好，几点开门", None),
    ],
)
def test_small_talk_is_told_from_questions(said: str, courtesy: str | None) -> None:
    assert courtesy_of(readable(said)) == courtesy
