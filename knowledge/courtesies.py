"""Small talk: what is no question, and the few words that it is worth."""

from __future__ import annotations

import re
import zlib
from datetime import datetime
from typing import Literal

Courtesy = Literal[
    "hello", "thanks", "goodbye", "who", "robot", "praise", "insult", "bored", "fine", "laugh", "sorry"
]

_END = r"(?:[!?。,，.~…\s]|呀|啊|哦|哈|呢|啦|吧|了|嘛|噢|喔|哇|呐|哟|的)*"
_END_EN = r"[!?.,~\s]*"
_NAME = r"(?:(?:小雀|雀雀|管家|wren|机器人|客服|亲|宝|bot)[,，~!\s]*)?"
_WORDS: dict[Courtesy, str] = {
    "hello": rf"{_NAME}(?:你好|您好|哈[喽罗啰]|嗨|在吗|在不在|在么|有人吗|早|早上好|早安|午安|下午好|晚上好|中午好|安安|hi|hello|hey|yo|hiya|good (?:morning|afternoon|evening)|morning){_END}{_NAME}(?:there|again|everyone|all)?{_END_EN}",
    "thanks": rf"(?:好的?|ok|okay|嗯+|行|收到|明白)?[,，。\s]*(?:太)?(?:谢谢|多谢|感谢|谢了|谢啦|感恩|辛苦了|3q|thanks?|thank you|thx|ty|cheers|much appreciated){_END}(?:你|您|你们|大家|帮忙|so much|very much|a lot|a bunch|wren|for (?:your |the )?help)?{_END}{_NAME}{_END_EN}",
    "goodbye": rf"(?:再见|拜拜|拜|掰掰|晚安|回头见|下次见|先这样|没事了|bye(?: bye)?|goodbye|see (?:you|ya)(?: later| soon)?|good night|that's all|later){_END}{_END_EN}",
    "who": rf"{_NAME}(?:你|您)(?:是|到底是|究竟是)(?:谁|哪位|什么东西|干嘛的|干什么的)|{_NAME}你叫(?:什么|啥)(?:名字)?{_END}|who are you{_END_EN}|what(?:'s| is) your name{_END_EN}|who am i (?:talking|speaking|chatting) (?:to|with){_END_EN}",
    "robot": rf"(?:请问)?(?:你|您|这|对面)(?:到底|究竟)?(?:是不是|是)(?:一?个|真)?(?:机器人|真人|人|人工智能|ai|bot|人工|chatgpt|gpt)(?:还是(?:机器人|真人|人|人工|ai))?(?:吗|嘛|么)?{_END}|(?:are you|am i (?:talking|speaking|chatting) (?:to|with)|is this) (?:a |an )?(?:real )?(?:robot|bot|human|person|machine|ai|chatbot|chatgpt)(?: or (?:a |an )?(?:real )?(?:robot|bot|human|person|machine|ai))?{_END_EN}",
    "praise": rf"(?:你|小雀|真|太|好|很|超|你们?家?|这)*(?:聪明|厉害|棒|赞|牛|贴心|可爱|不错|给力|专业|好用|靠谱|爱你|喜欢你|最棒|好喝){_END}|(?:你(?:真|好|太|很)?(?:好|行)){_END}|(?:you(?:'re| are| r)? (?:so |very |really |the )?)?(?:great|awesome|amazing|cute|smart|helpful|clever|the best|best|brilliant|wonderful)(?: bot)?{_END_EN}|(?:good|great|nice) (?:bot|job|work){_END_EN}|well done{_END_EN}|i (?:love|like) you{_END_EN}",
    "insult": rf"(?:你|你们?|真|太|好|真是|就是|个|这|怎么这么|是不是|垃圾)*(?:笨|蠢|傻|傻[逼bx]|sb|垃圾|废物|弱智|智障|没用|白痴|脑残|滚|滚蛋|闭嘴|去死|妈的|他妈的|操|草泥马|tmd|nt|什么玩意儿?|烦死了|烦人){_END}|(?:you(?:'re| are| r)? (?:so |a |an |such (?:a|an) )?)?(?:stupid|useless|dumb|idiot|moron|rubbish|trash|garbage|suck|crap|annoying)(?: (?:bot|machine|robot|thing))?{_END_EN}|(?:fuck|screw) (?:you|off|this){_END_EN}|shut up{_END_EN}|stupid bot{_END_EN}",
    "bored": rf"(?:我)?(?:好|很|太|有点)?(?:无聊|闷){_END}|(?:陪我)?(?:聊聊天?|聊会儿?|说说话){_END}|(?:给我)?(?:讲|说)(?:一?个)?(?:笑话|故事){_END}|i(?:'m| am) (?:so |really )?bored{_END_EN}|tell me a (?:joke|story){_END_EN}|(?:let's |can we )?(?:chat|talk)(?: with me| to me)?{_END_EN}|entertain me{_END_EN}",
    "fine": rf"(?:好的?|行|可以|嗯+|哦+|噢|喔|对|是的?|知道了|明白了?|懂了|了解|收到|没问题|没事|没有了|不用了|不要|不需要|算了|ok|okay|okk+|k|yes|no|nope|yep|yeah|sure|fine|got it|never ?mind|alright|i see|no thanks){_END}{_END_EN}",
    "laugh": r"(?:哈|呵|嘻|嘿|h|ha|he|lo|rofl|233|lmao){2,}[哈呵嘻hael3\s!~。.]*|lol+|233+|666+",
    "sorry": rf"(?:不好意思|对不起|抱歉|sorry|my bad|oops|打错了|发错了){_END}{_END_EN}",
}
_PATTERNS = {name: re.compile(words) for name, words in _WORDS.items()}
_LONGEST = 40
_WORDINGS: dict[Courtesy, int] = {"who": 1, "robot": 1, "fine": 2, "laugh": 2, "sorry": 2}
_MOSTLY = 3  # wordings of the others: `courtesies-hello-1` to `courtesies-hello-3`


def courtesy_of(text: str) -> Courtesy | None:
    """Return which courtesy a readable text is as a whole, or None: one before a question does not count."""
    if len(text) > _LONGEST:
        return None
    return next((name for name, words in _PATTERNS.items() if words.fullmatch(text)), None)


def wording(courtesy: Courtesy, chat_id: int, now: datetime) -> int:
    """Choose one of the wordings by talk and minute, so that nobody hears the same one all day."""
    turn = zlib.crc32(f"{courtesy}:{chat_id}".encode()) + int(now.timestamp()) // 60
    return turn % _WORDINGS.get(courtesy, _MOSTLY) + 1
