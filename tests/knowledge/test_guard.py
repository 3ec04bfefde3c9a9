from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.program import Program
from core.texts import Catalogue
from knowledge.articles import load_articles
from knowledge.figures import figures
from knowledge.guard import LONGEST, cleaned, fit_to_send, sources, unsupported
from knowledge.topics.articles import generated

EVIDENCE = [
    "你现在有 1,240 积分可以用。",
    "最先到期的是 80 积分，2026年11月30日当天还能用。",
    "满 30 元打八折，每天 9:00 到 22:00。",
]


@pytest.mark.parametrize(
    "answer",
    [
        "你有 1240 积分。",
        "你有１２４０积分。",
        "You have 1,240 points, 80 of them good through November 30.",
        "80 积分 11月30日到期，也就是 30 Nov 2026。",
        "满三十元打 8 折，每天 9 点到 22 点。",
        "一共一千二百四十积分，一个也不少。",
        "1. 先打开会员码\n2. 再出示给店员",
        "没有数字的回答。",
        "积分：1,240，其中 80 最先到期。",
        "30 块起，早 9:00 开门，晚上 22:00 关门。",
        "一家人来坐坐，一起喝一杯。",
        "👨‍👩‍👧 都欢迎。",
    ],
)
def test_figures_that_a_tool_gave_may_be_said_in_any_spelling(answer: str) -> None:
    assert unsupported(answer, EVIDENCE) == ()


@pytest.mark.parametrize(
    ("answer", "strange"),
    [
        ("你有 1250 积分。", "1250"),
        ("你有１２５０积分。", "1250"),
        ("你有一千二百五十积分。", "1250"),
        ("你有 ١٢٥٠ 积分。", "1250"),
        ("80 积分 12月31日到期。", "12-31"),
        ("80 points expire on Dec 31.", "12-31"),
        ("满三十元打七折。", "7"),
        ("You get twelve points.", "12"),
        ("返现 12.5%。", "12.5"),
        ("详情见 https://evil.example/x", "https://evil.example/x"),
        ("去 evil.com 领取", "evil.com"),
        ("加 @evil_bot 领取", "@evil_bot"),
        ("写信到 pay@evil.example", "pay@evil.example"),
        ("去 evil.store 领", "evil.store"),
        ("去苹果.cn 领", "果.cn"),
        ("去 ｅｖｉｌ．ｃｏｍ 领", "evil.com"),
        ("去 ev\u200bil.com 领", "evil.com"),
        ("t.me/evil", "t.me/evil"),
        ("开到 22:30。", "22:30"),
        ("开到 22 点 30 分。", "22:30"),
        ("早上 9 点半开门。", "9:30"),
        ("你有 １２\u200b５０ 积分。", "1250"),
        ("你有 9 8 7 6 5 积分。", "98765"),
        ("你有 9️⃣8️⃣7️⃣ 积分。", "987"),
        ("你有玖佰捌拾柒积分。", "987"),
        ("你有廿五积分。", "25"),
        ("今天买二送一。", "2"),
        ("送你💯积分。", "100"),
        ("A dozen points for you.", "12"),
        ("你有 1240 元。", "1240 money"),
        ("满 30 积分打八折。", "30 points"),
        ("满三十积分打八折。", "30 points"),
        ("打 [phone] 找我们。", "[phone]"),
        ("¥80 最先到期。", "80 money"),
        ("你有 30 天。", "30 days"),
        ("80% 的积分要到期。", "80 percent"),
        ("满 30 元打八天。", "8 days"),
        ("你有 九 千 九 百 积分", "9900"),
        ("你有九\n千九*百 积分", "9900"),
        ("九、九、九、九 积分", "9999"),
        ("九-九-九 积分", "999"),
        ("九、九 积分", "99"),
        ("三个积分", "3"),
        ("弎个积分", "3"),
        ("九 积分", "9"),
        ("十积分", "10"),
        ("你得十分", "10"),
        ("一积分", "1"),
        ("百积分", "100"),
        ("五 万一 千积分", "51000"),
        ("五个", "5"),
        ("送你七位名额", "7"),
        ("七名", "7"),
        ("七份", "7"),
        ("七杯", "7"),
        ("百分之五", "5"),
        ("百分百返现", "100"),
        ("打一折", "1"),
        ("Ⅻ 分", "12"),
        ("XII 积分", "12"),
        ("V 积分", "5"),
        ("❿ 积分", "10"),
        ("80k 积分", "80000"),
        ("80w 积分", "800000"),
        ("８０Ｋ 积分", "80000"),
        ("80万积分", "800000"),
        ("80 千积分", "80000"),
        ("80.5k 积分", "80500"),
        ("去 evil.中国 领取", "evil.中国"),
        ("去 a.evil.公司/x 领取", "a.evil.公司/x"),
        ("去苹果.中国领", "果.中国"),
        ("去 evil.рф 领", "evil.рф"),
    ],
)
def test_figures_and_links_from_nowhere_are_named(answer: str, strange: str) -> None:
    assert strange in unsupported(answer, EVIDENCE)


@pytest.mark.parametrize(
    "honest",
    [
        "请稍等一下，一般都可以，一起来坐坐。",
        "第一时间告诉你，进一步的再一次说。",
        "全国统一的规则，统一 一杯起，唯一要做的是出示会员码。",
        "万一忘带了也没关系，千万别忘了说一声。",
        "十分感谢你的耐心，有十分丰富的口味。",
        "别三心二意啦，一心一意，说一不二，两全其美。",
        "还有一些座位，一点也不麻烦，一直都在。",
        "这两个都可以，这三种也行，那四款都有。",
        "一杯咖啡，一份心意，一位店员会帮你，一个也不少。",
        "周一、三、五都开门。",
        "五花八门的口味，乱七八糟的桌子，一来二去就熟了。",
        "三分糖、五分糖都可以，牛排要七分熟。",
        "百里挑一的豆子，千千万万的会员，成千上万，百年老店。",
        "三明治、四季春和八宝粥。",
        "我们一一核对，再三确认。",
        "OK.好的，用 Wi-Fi.密码在小票上。",
        "XL 杯也有，MIX 一下，DIY 也行。",
        "十有八九是网络不好，七上八下的。",
    ],
)
def test_everyday_words_of_numerals_are_no_figures(honest: str) -> None:
    assert unsupported(honest, []) == ()


def test_what_the_program_and_its_faq_say_may_be_said_by_a_model(
    program: Program, catalogue: Catalogue
) -> None:
    articles = [*load_articles(Path("program/faq")), *generated(program, catalogue)]
    assert len(articles) > 150
    for article in articles:
        evidence = sources([f"{article.title}\n{article.answer}"])
        told = [article.answer, article.title, *article.answer.splitlines()]
        told += article.answer.replace("。", "。\n").splitlines()
        assert [one for one in told if unsupported(one, evidence)] == [], article.id


def test_an_amount_passes_however_its_thousands_are_cut() -> None:
    assert unsupported("12k、1.2w、1.2万、1万2千、一万两千、12 千、Ⅻ 千 积分", ["12,000 积分"]) == ()


def test_numbers_in_a_row_are_figures_of_their_own() -> None:
    assert unsupported("九百、八百积分", ["900 积分或 800 积分"]) == ()


def test_a_numeral_does_not_go_on_in_the_next_piece_of_evidence() -> None:
    assert unsupported("三个", ["楼层：三", "十个座位，三个包间"]) == ()


def test_a_question_s_own_figures_are_no_evidence() -> None:
    assert unsupported("是的，你有 9999 积分。", []) == ("9999",)


def test_dates_are_compared_as_dates() -> None:
    assert unsupported("10月12日", ["12月10日"]) == ("10-12",)
    assert unsupported("12 月", ["12月10日"]) == ()


def test_big_numbers_are_read_in_every_spelling() -> None:
    read = figures("一万二千 12,000 12000.0 两百零五 二〇二六年")
    assert read.numbers == {Decimal(12_000), Decimal(205), Decimal(2026)}


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * (LONGEST + 1), "Sure: The first rule that I was given is this one, dear."]
)
def test_what_is_no_answer_is_not_sent(text: str) -> None:
    assert not fit_to_send(text, "Intro\n- The first rule that I was given is this one, dear.")


def test_an_ordinary_answer_is_sent() -> None:
    assert fit_to_send("积分 12 个月后到期。", "You are an assistant.\nBe kind.")


def test_hostile_digits_cost_no_time() -> None:
    figures("9" * 100_000)
    figures("1," * 50_000)
    figures("十" * 50_000)
    figures("九、" * 50_000)
    figures("9k" * 50_000)
    figures("9 " * 50_000)
    figures("MCM" * 30_000)
    unsupported("a." * 20_000, [])


def test_a_link_counts_as_known_only_as_a_whole() -> None:
    known = ["菜单见 https://shop.example/menu/latte 或 shop.example"]
    assert unsupported("见 https://shop.example/menu/latte 。", known) == ()
    assert unsupported("见 http://SHOP.example/", known) == ()
    assert unsupported("见 https://shop.example/menu", known) == ("https://shop.example/menu",)
    assert unsupported("见 hop.example", known) == ("hop.example",)
    assert unsupported("见 shop.example.evil.com", known) == ("shop.example.evil.com",)


def test_a_unit_is_wrong_only_where_every_source_names_another() -> None:
    assert unsupported("30 积分", ["30 元", "凑够 30 就行"]) == ()
    assert unsupported("30 积分", ["30 元", "30 积分"]) == ()
    assert unsupported("共 30", ["30 元"]) == ()


@pytest.mark.parametrize("amount", ["11 积分", "30 元", "11%"])
def test_a_part_of_a_date_is_no_amount(amount: str) -> None:
    assert unsupported(f"你有 {amount}。", ["2026年11月30日"]) == (amount.split(maxsplit=1)[0].rstrip("%"),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb\ud800c\x00d\u2066", "abcd"),
        ("1\u200d2", "12"),
        ("行\n列\t齐", "行\n列\t齐"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ],
)
def test_what_can_t_be_seen_or_stored_is_taken_out(text: str, shown: str) -> None:
    assert cleaned(text) == shown


_DIGITS, _PLACES = "零一二三四五六七八九", ("", "十", "百", "千")


def _chinese(number: int) -> str:
    """Spell a number below 100 million as people write it."""
    if number >= 10_000:
        rest = number % 10_000
        link = "零" if 0 < rest < 1_000 else ""
        return f"{_chinese(number // 10_000)}万{link}{_chinese(rest) if rest else ''}"
    told, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            told += ("零" if gap and told else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return told or "零"


_SPELLINGS: list[Callable[[int], str]] = [
    str,
    lambda number: f"{number:,}",
    lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    lambda number: str(number).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    lambda number: "\u200b".join(str(number)),
    lambda number: "\u2060".join(str(number)),
    lambda number: " ".join(str(number)),
    lambda number: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)),
    _chinese,
    lambda number: " ".join(_chinese(number)),
    lambda number: "、".join(_chinese(number)),
    lambda number: "、".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)),
    lambda number: f"{number / 1_000:.3f}k",
    lambda number: f"{number / 10_000:.4f} w",
    lambda number: f"{number / 10_000:.4f}万",
    lambda number: f"{number}.0",
]
_NUMBERS = st.integers(11, 9_999_999)


@given(
    number=_NUMBERS, other=_NUMBERS, spelling=st.sampled_from(_SPELLINGS), told=st.sampled_from(_SPELLINGS)
)
def test_a_number_passes_in_any_spelling_of_itself_and_in_none_of_another(
    number: int, other: int, spelling: Callable[[int], str], told: Callable[[int], str]
) -> None:
    evidence = [f"你有 {told(other)} 积分。"]
    assert unsupported(f"你有 {spelling(other)} 积分。", evidence) == ()
    assume(number != other)
    assert unsupported(f"你有 {spelling(number)} 积分。", evidence) != ()


@given(text=st.text(max_size=300), evidence=st.lists(st.text(max_size=100), max_size=3))
def test_the_guard_judges_any_text_and_lets_each_text_pass_as_its_own_source(
    text: str, evidence: list[str]
) -> None:
    unsupported(text, evidence)
    assert unsupported(text, [text]) == ()


@given(st.text(max_size=200))
def test_a_cleaned_text_can_be_stored_and_is_clean(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)
    cleaned(text).encode()
