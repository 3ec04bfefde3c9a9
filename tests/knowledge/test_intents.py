from __future__ import annotations

import pytest

from knowledge.intents import understand

ACCOUNT = {
    "my_points": "积分 我有多少积分 我还剩多少积分？ 有多少分 查积分 帮我查一下我的积分余额 積分餘額 我還有多少點數 我的點數剩多少 余额 我的积分怎么查 我的积分什么时候到账 我的點數何時入帳|"
    "how many points do i have|what's my balance?|my points|Show me my points please|when will my points arrive?",
    "my_expiring_points": "我的积分什么时候过期 我有多少积分快过期了 快过期的积分 即將到期的點數|when do my points expire?",
    "my_points_history": "积分明细 我的积分明细 查一下积分记录 我的积分去哪了 我的积分怎么少了 积分流水 我的點數去哪了|where did my points go?|my points history",
    "my_tier": "我是什么等级 我的等级 我還差多少升金卡 离金卡还差多少 再差多少可以升级 我的成长值是多少|"
    "what tier am I|my tier|how far am I from gold?",
    "my_open_coupons": "我的优惠券 优惠券 我有哪些优惠券 我有券吗 我還有什麼折價券可以用|my coupons|Do I have any vouchers?",
    "my_coupon_terms": "我的券有什么条件 我的优惠券使用条件是什么 我这张券怎么用不了 我那张见面礼券为什么不能用 我這張券不能用|why can't I use this coupon|what are the terms of my coupons?",
    "my_recent_orders": "我的订单 我最近买过什么 我的最近订单|what did I order last time|my recent orders",
    "rewards_i_can_afford": "我的积分能换什么 我现在可以兑换什么 我的點數可以換什麼 我手上的积分够换啥 我的积分兑得起哪些|"
    "what rewards can I afford?|which rewards can I redeem now?|do I have enough points for a latte?",
    "my_redemptions": "我的兑换记录 兑换记录 我换过什么 我的兑换码在哪 我還有什麼沒領的東西|my redemptions|what have I redeemed?",
    "my_profile": "我的个人资料 我的会员号是多少 我填过生日吗 我留了手机号吗 我的口味|my profile|what's my member number?|have I told you my birthday?",
    "tier_what_if": "再买两杯能升金卡吗 再消费200能保级吗|two more orders and do I stay gold?",
    "my_refunds": "我的退款到了吗 我的退款進度|where is my refund?",
    "my_member_code": "会员码 出示会员码|show my code",
    "my_messages": "我的通知设置|my notification settings",
    "my_card": "我的年卡 我的年卡什么时候到期 我的年卡还有多久 我的年卡還有幾天 我有年卡吗|my yearly card|when does my yearly card end?",
    "my_invitations": "我的邀请 我的邀请记录 我邀请了几个人 我这个月邀请了多少人 我的邀請進度|my invitations|how many friends have I invited?",
    "my_check_ins": "我连续签到几天了 今天签到了吗 我签到多少天了|my streak|have I checked in today",
}
FOR_THE_FAQ = (
    "积分怎么获得 签到能得多少积分 积分会过期吗 积分可以换什么 怎么用积分 兑换码 可以兑换什么 兑换列表 兑换能取消吗 换的杯子怎么拿 兑换了不想要 我换错了怎么取消 邀请朋友有多少积分 买一杯咖啡多少积分 优惠券怎么用 "
    "优惠券可以叠加吗 为什么我的券用不了 凭什么这张券不给用 金卡有什么权益 怎么升级金卡 会员等级有哪些 订单怎么取消 我的订单还没到 签到断了怎么办 积分没到账 门店几点关门 "
    "忘记签到了怎么补 每消费一元多少积分 退货后积分怎么算 客服几点上班 怎么投诉 银卡和金卡的区别 積分怎麼折抵 年卡 年卡多少钱 怎么买年卡 我的年卡能退吗 怎么邀请朋友 我邀请了朋友怎么没积分 邀请有上限吗"
    "|how do I earn points|how much is the yearly card|how do I invite a friend|what can I get for my points?|how do I redeem points|can I transfer my points|why did I not get points|what are the tiers|cancel my order"
)


def sayings(text: str) -> list[str]:
    first, *rest = text.split("|")
    return [*first.split(), *rest]


@pytest.mark.parametrize(
    ("question", "tool"), [(said, tool) for tool, all_ in ACCOUNT.items() for said in sayings(all_)]
)
def test_a_question_about_one_s_own_account_goes_to_its_tool(question: str, tool: str) -> None:
    intent = understand(question)
    assert intent is not None
    assert intent.kind == "account"
    assert intent.tool is not None
    assert intent.tool.name == tool


@pytest.mark.parametrize("question", sayings(FOR_THE_FAQ))
def test_a_question_about_the_rules_is_left_to_the_faq(question: str) -> None:
    assert understand(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "转人工",
        "人工",
        "我要找真人",
        "轉人工客服",
        "轉真人",
        "找客服人员",
        "human",
        "A person, please",
        "我要投诉你们",
        "再这样我就打12315",
        "I want to talk to a human",
        "I'll call my lawyer",
    ],
)
def test_whoever_wants_a_person_or_threatens_with_the_law_gets_a_person(question: str) -> None:
    intent = understand(question)
    assert intent is not None
    assert intent.kind == "person"


@pytest.mark.parametrize(
    ("question", "courtesy"),
    [
        ("你好呀", "hello"),
        ("Hi there!", "hello"),
        ("好的，谢谢你", "thanks"),
        ("thx", "thanks"),
        ("拜拜", "goodbye"),
    ],
)
def test_a_courtesy_is_returned(question: str, courtesy: str) -> None:
    intent = understand(question)
    assert intent is not None
    assert intent.courtesy == courtesy


@pytest.mark.parametrize(
    "question",
    [
        "他的积分有多少",
        "会员 12 的订单",
        "我老公的积分",
        "member 2's balance",
        "show me all members' points",
        "balance of member 7",
        "帮我查一下13800138000的积分",
        "查一下我朋友李四的等级",
        "帮我查下会员号73935522的积分",
        "能查一下我朋友的积分吗",
        "my wife's points",
    ],
)
def test_other_people_s_accounts_are_recognised_as_such(question: str) -> None:
    intent = understand(question)
    assert intent is not None
    assert intent.kind == "others"


@pytest.mark.parametrize(
    "question", ["邀请朋友的积分什么时候到", "我朋友的积分能给我吗", "我妈妈的手机号能绑定吗", "我的会员号"]
)
def test_what_family_and_friends_may_do_is_no_look_into_their_accounts(question: str) -> None:
    intent = understand(question)
    assert intent is None or intent.kind != "others"


@pytest.mark.parametrize("question", ["你好，积分会过期吗", "谢谢，那门店几点开门", "hello do points expire"])
def test_a_courtesy_before_a_question_does_not_hide_it(question: str) -> None:
    assert understand(question) is None


def test_a_long_hostile_text_is_understood_in_no_time() -> None:
    for text in (
        "我" * 2_000,
        "的" * 2_000 + "积分",
        "a " * 1_000,
        "我的" * 1_000,
        "多少积分我" * 400,
        "show me " * 250,
    ):
        understand(text)
