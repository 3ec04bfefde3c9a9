"""What a question speaks of, whatever words it takes: things, what is asked of them, and whose they are."""

from __future__ import annotations

import re

# Each is looked for in the text as `knowledge.normalise.readable` gives it: one script, one width, lower case.
_WORDS: dict[str, str] = {
    # Things.
    "points": r"积分|积份|积芬|鸡分|集分|\bjifen\b|点数|点(?=(?:数|数量)?(?:余额|明细|纪录|记录))|(?<![评得满百])分(?!钟|店|享|之|开|别|期|手|量|类|钱|配|析|级)|[几多少加扣有剩集查这些](?:了|到)?(?:少|多)?点(?![单餐心开钟啥什击赞上下东关半能喝])|[被扣]点|\bpoints?\b|\bpts?\b|\bpoitns?\b|\bpionts?\b|\bbalance\b|余额",
    "tier": r"等级|级别|升级|升等|保级|续等|降级|哪一?级|[几这一]级|金卡|银卡|白金|普通会员|一般会员|成长值|(?:什么|啥|哪种)卡|会员.{0,3}(?:到期|过期|等)|\btiers?\b|\blevels?\b|\bstatus\b(?! of)|\bgold\b|\bsilver\b|\bplatinum\b|\bqualifying\b|downgrad|level up|membership(?= (?:expire|end|run))|\brank\b",
    "benefit": r"权益|福利|特权|好处|享受|享有?(?=什么)|\bperks?\b|\bbenefits?\b|entitled|\bclaim",
    "coupon": r"优惠[券卷劵]|代金[券卷劵]|折价[券卷劵]|[券卷劵]|卡包|票匣|优惠(?!券)|\bcoupons?\b|\bvouchers?\b",
    "order": r"订单|账单|消费|购买|买|点的|点了|喝过?|那?[一这那上几]单|[这那上一]笔|\border(?:s|ed)?\b|\bpurchase[sd]?\b|\bbought\b|\bbuy\b|\bspent\b|\bspend\b|\bdrinking\b",
    "checkin": r"签到|打卡|连签|今天签|签没签|断签|补签|漏签|签了|保护卡|\bcheck(?:ed|ing)?[ -]?ins?\b|\bstreaks?\b|days? in a row|\bfreezes?\b|checked in",
    "reward": r"换|兑|\bredeem|\breward|\bafford|enough points|points enough",
    "refund": r"退款|退的|退钱|钱退|退了|退货|退(?!订|出|级)|\brefund|money back",
    "card": r"年卡|付费(?:卡|会员)|(?:yearly|annual|paid) (?:card|membership)|my card|the card|my subscription(?= end)|card\b.{0,10}\b(?:expire|renew|valid)",
    "invite": r"邀请|拉了?(?:的|了|多少|几)|推荐(?:了|的)(?:朋友|人)|用了?我的?(?:邀请)?链接|\binvit|\brefer|my link|friends? join",
    "profile": r"资料|个人信息|我的信息|会员号|编号|会员编号|生日|手机|电话|口味|知道我|了解我|存了我|\bprofile\b|\bdetails\b|member(?:ship)? number|\bbirthday\b|\bphone\b|know about me|about me|\btastes\b",
    "code": r"会员码|会员条码|二维码|付款码|条码|扫码|出示|\bqr\b|\bbarcode\b|(?:member|my) code|show my code",
    "message": r"通知|推送|推播|订阅|消息|讯息|退订|\bnotifications?\b|\bmessages?\b|subscribed|my subscriptions",
    "shop": r"门店|开门|关门|上班|下班|电话是|地址|停车|wifi|\bshops?\b|\bopen\b(?! my)|\bclose\b|parking",
    # What is asked of them.
    "amount": r"多少|几[个张点分位人单杯]?(?!号|点(?:开|关|上|下))|剩|余额|一共|总共|总数|数目|够|\bhow many\b|\bhow much\b|\bleft\b|\btotal\b|\bbalance\b|\bany\b|有没有|还有|有.{0,6}[吗嘛没不]$",
    "expiry": r"过期|到期|失效|作废|清零|归零|清掉|有效|效期|截止|到什么时候|到哪一?天|到几|用多久|剩多久|还有多久|哪天到|快没|要没了|少掉|\bexpir|\brun(?:s|ning)? out\b|\blos(?:e|ing)\b|\bvalid\b|still good|how long (?:are|is|until|do i)|\bend\b|until when",
    "pending": r"到账|到帐|入账|入帐|进来|待到|在路上|到了没|\bpending\b|\barriv|come through|\bclear\b|been added|still waiting",
    "history": r"明细|记录|纪录|流水|变动|异动|历史|进出|收支|进账|账单|去哪|花[到在哪]|用到哪|怎么来的|\bhistory\b|\bstatement\b|\bactivity\b|\btransactions?\b|\bmovements?\b|\blog\b|\bledger\b|where (?:did|have)|spent on|how did i get",
    "fewer": r"少了|变少|不见|没了|被?扣|偷|\bfewer\b|\bdeduct|\bdisappear|\bgone\b|\bmissing\b|went down|go down|\btook\b",
    "gap": r"差多少|还差|还要|还需|离|距|多久能升|进度|再来多少|\bhow (?:far|close)\b|\bhow much more\b|\bmore (?:to|until)\b|\bprogress\b|\bneed to\b|next (?:tier|level)|\bkeep\b",
    "which": r"哪些|什么|啥|哪个|哪张|哪几|是不是|还是|\bwhat\b|\bwhich\b|\blist\b|\bshow\b|看看|给我看|查|\bcheck\b|\bam i\b",
    "open": r"没领|未领|没取|没拿|待领|能领|可以领|领了[吗没]|领[什了]|\bto (?:collect|pick up|claim)\b|\bunclaimed\b|haven't claimed|\bpick-?up\b|waiting for me",
    "past": r"[换兑]过|[换兑]了|[换兑]的|买过|喝过|点过|上次|上回|之前|昨天|最近|最后一|上一|历史|刚才?|\blast\b|\byesterday|\brecent|\bhave i\b|\bdid i\b|\bi have redeemed\b|so far|\bredeemed\b|\bpast\b",
    "terms": r"条件|门槛|限制|满多少|低消|最低消费|适用|能买|可以买|可以用在|不能用|用不了|不让用|\bconditions?\b|\bterms\b|\bminimum\b|\blimits?\b|can(?:'t|not| not) use|not work|doesn't work|\brefused\b|apply to|use my (?:coupon|voucher)s? on|can i buy with",
    "nothing": r"没(?:有|给|加|到)?.{0,2}(?:积分|点数|分)|(?:积分|点数|分)(?:怎么)?(?:没|才|这么|只)|这么(?:少|点)|只有\d|才\d|no points|so few|\bfewer\b|didn't earn|earned? (?:no|nothing)|gave me nothing|less points|only \d+ points",
    "why": r"为什么|为啥|怎么(?:没|才|只|少|突然|变|不)|咋|\bwhy\b|how come",
    "can": r"能.{0,4}[换兑]|[换兑]得?[到起]|够.{0,6}[换兑]|可以.{0,2}[换兑]|\bcan i (?:get|redeem|afford)|\bafford\b|\benough\b|\bable to\b|could i redeem|buy me",
    "state": r"怎么样了|进度|状态|到哪了|成功|处理|退了[吗没]|好了没|到了[吗没]|\bstatus\b|\bprocessed\b|gone through|\bwhere(?:'s| is) my\b|\bdone\b|did you",
    # Whose it is, and whether a rule is wanted.
    "own": r"我|咱|俺|本人|\b(?:i|my|me|mine|i'm|i've|wats my)\b",
    "rule": r"怎么(?!少|没|变|不见|才|这么|样了|突然|不能|用不了|只|来的|算的)|如何|怎样|多少钱|规则|是什么意思|什么是|有什么用|会.{0,6}[吗嘛]|能.{0,8}[吗嘛]$|可以.{0,8}[吗嘛]$|要.{0,6}吗|多久(?:到|更|能到|会)|要(?:多久|几天|多少)|区别|为什么(?!扣|这|没|我|点)|"
    r"\bhow (?:do|does|should|to|long (?:does|are|is (?:a|the)))\b|\bcan (?:i|my)\b|\bwhat(?:'s| is| are) (?:a|an|the)\b|\bdo (?:points|tiers|coupons)\b|what happens|\bis (?:the|there|my data)\b|difference|\bper\b",
    "wish": r"我想(?!知道|查|看|问)|我要(?!会员码|看|查)|想买|\bi want to (?!know|see)\b|\bi(?:'d| would) like to (?!know|see)",
    "trouble": r"迟到|送错|做错|洒|坏|冷|难喝|不好喝|没到|没收到|丢|落在|落店|\blate\b|\bspilled\b|\bwrong\b|\bcold\b|\blost my\b|hasn't arrived|\bmissed\b",
    "other": r"朋友(?!.{0,4}(?:下单|消费|成功))|别人|家人|我妈|我爸|老公|老婆|\bfriend\b|\bmother\b|\bhusband\b|\bwife\b|\bsomeone\b",
}
CONCEPTS = {name: re.compile(words) for name, words in _WORDS.items()}


def concepts(text: str) -> frozenset[str]:
    """Return the names of all that a readable text speaks of."""
    return frozenset(name for name, words in CONCEPTS.items() if words.search(text))
