rewards-list =
    🎁 可用积分 { NUMBER($available) }，现在兑得起 { $count } 样。
    点一样看看：
rewards-list-affordable = 🎁 可用积分 { NUMBER($available) }，这 { $count } 样现在就能换：
rewards-list-none = 🎁 可用积分 { NUMBER($available) }，现在还没有兑得起的。签到、下单都能再攒一点。
rewards-list-empty = 🎁 现在没有可以兑换的东西，过几天再来看看。
rewards-button = { $mark } { $title } · { NUMBER($points) }
rewards-legend = ✅ 能换　🪙 差积分　🔒 有门槛　⏳ 没到时候　🫙 换完了
rewards-only-affordable = 只看兑得起的
rewards-all = 看全部
rewards-back = ◀ 返回
rewards-card =
    🎁 { $title }
    { $about }

    💰 { NUMBER($points) } 积分
rewards-left = 📦 还剩 { NUMBER($left) } 份
rewards-per-ever = 👤 每人限 { $count } 份，你已换 { $had } 份
rewards-per-day = 👤 每人每天限 { $count } 份，你已换 { $had } 份
rewards-per-week = 👤 每人每周限 { $count } 份，你已换 { $had } 份
rewards-per-month = 👤 每人每月限 { $count } 份，你已换 { $had } 份
rewards-per-year = 👤 每人每年限 { $count } 份，你已换 { $had } 份
rewards-until = 📅 到 { $closed } 为止
rewards-how-coupon = 🎟 换好立刻变成券，用之前都能退。
rewards-how-item = 🏪 换好替你留 { $days } 天，到任意门店报兑换码自取；没取会退回积分。
rewards-how-experience = 📝 换好替你留 { $days } 天名额，到店报兑换码确认时间；没来会退回积分。
rewards-how-partner = 🤝 换好立刻给你合作方的券码，给出后不能退。
rewards-how-donation = 🫶 换好即捐出，不能退。
rewards-redeem = 兑换（{ NUMBER($points) } 积分）
rewards-sure =
    用 { NUMBER($points) } 积分换「{ $title }」？
    换完还剩 { NUMBER($rest) } 积分。
rewards-yes = 确认兑换
rewards-no = 先不换
rewards-unknown = 这样东西已经下架了。发 /rewards 看现在有什么。
rewards-not-yet = 还没开始，{ $opens } 起可以换。
rewards-over = 已经在 { $closed } 结束了。
rewards-out-of-hours = 现在不是兑换时段，下一次是 { $opens }。
rewards-tier-short = { $tier }起可以换。
rewards-for-others = 这是给「{ $segment }」的，暂时换不了。
rewards-sold-out = 已经换完了。
rewards-had = 每人限 { $count } 份，你已经换过了。
rewards-had-for-now = 这一期的 { $count } 份你已经换过了，{ $again } 起可以再换。
rewards-used-up = 这一期的份数换完了，{ $again } 起有新的。
rewards-points-short = 要 { NUMBER($points) } 积分，还差 { NUMBER($missing) }。
rewards-tool-none = 你有 { NUMBER($available) } 积分，现在还没有兑得起的。发 /rewards 看全部和各差多少。
rewards-tool-can = 你有 { NUMBER($available) } 积分，现在可以换：
rewards-tool-line = · { $title }，{ NUMBER($points) } 积分
rewards-tool-more = 还有 { $count } 样，发 /rewards 都能看到，也在那里兑换。
rewards-tool-where = 发 /rewards 就能兑换。
