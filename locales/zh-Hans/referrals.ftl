referrals-promise =
    💌 邀请朋友：朋友用你的链接入会，{ NUMBER($days) } 天内有一单实付满 { $spend }，过了退货期：

    · 你得 { NUMBER($points) } 积分
    · 朋友得 { NUMBER($friend) } 积分，见面礼照旧
referrals-promise-coupon = · 你另得一张「{ $coupon }」
referrals-promise-cash = · 你另得 { $cash } 现金，由同事结算
referrals-link =
    你的专属链接：
    { $link }
referrals-share = 来{ $brand }入会，见面礼马上到账，首单后我们都有积分。
referrals-share-button = 📤 转给朋友
referrals-see = 我的邀请
referrals-sum = 已到账 { NUMBER($paid) } 位，在路上 { NUMBER($waiting) } 位；本月 { NUMBER($month) }/{ NUMBER($most) }
referrals-friend-joined = · { $joined } 入会 · 等第一单
referrals-friend-ordered = · { $joined } 入会 · 待到账，{ $due }
referrals-friend-held = · { $joined } 入会 · 同事核对中
referrals-friend-paid = · { $joined } 入会 · 已到账
referrals-friend-cancelled = · { $joined } 入会 · 没算上
referrals-came-by = 你是朋友请来的：首单合格后有 { NUMBER($points) } 积分，待到账。
referrals-joined = 👋 有朋友用你的链接入会了。等 TA 第一笔满 { $spend } 的单过了退货期，奖励就到。
referrals-paid = 🎉 你邀请的朋友达标了，{ NUMBER($points) } 积分已到账。谢谢你带 TA 来。
referrals-paid-coupon = 🎉 你邀请的朋友达标了，{ NUMBER($points) } 积分和一张「{ $coupon }」已到账。谢谢你带 TA 来。
referrals-paid-cash = 🎉 你邀请的朋友达标了，{ NUMBER($points) } 积分已到账，另有 { $cash } 现金由同事结算。谢谢你带 TA 来。
referrals-paid-coupon-cash = 🎉 你邀请的朋友达标了，{ NUMBER($points) } 积分和一张「{ $coupon }」已到账，另有 { $cash } 现金由同事结算。谢谢你带 TA 来。
referrals-paid-friend = 🎁 朋友请你来的那份到了：{ NUMBER($points) } 积分。
referrals-unknown = 没有邀请 { $id }。
referrals-decided-already = 这一条已经处理过了。
referrals-how-to =
    这样写：
    /referrals 看待核对的
    /referrals release 编号 原因
    /referrals cancel 编号 原因
    /referrals export 导出待结算的现金
referrals-none-held = 没有待核对的邀请。
referrals-held-case =
    🔍 邀请 { $id }：{ $inviter } → { $friend }
    入会 { $joined }
    { $why }
referrals-why-existing = 朋友入会前已有订单，或已被奖励过一次。
referrals-why-phone = 朋友报过一个别的会员已绑定的手机号。
referrals-why-velocity = 邀请人几天之内邀请了很多人。
referrals-why-budget = 邀请奖励的预算已用完。
referrals-verdict-checked = ✅ 没问题，放行
referrals-verdict-self = ✖ 自己邀自己
referrals-verdict-fake = ✖ 小号
referrals-verdict-member = ✖ 本来就是会员
referrals-decided-paid = 邀请 { $id } 已放行，邀请人得 { NUMBER($points) } 积分。
referrals-decided-cancelled = 邀请 { $id } 已取消，没有发积分（{ NUMBER($points) }）。
referrals-nothing-owed = 没有待结算的现金。
referrals-owed = { NUMBER($count) } 笔，共 { $total }。已标记为导出，不会再出现在下一份里。
referrals-none = 你还没有邀请过朋友。发 /invite 拿你的专属链接。
