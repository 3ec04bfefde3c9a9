tiers-standing = { $emoji } { $tier }
tiers-next = 再积 { NUMBER($missing) } 成长值，升级{ $tier }
tiers-highest = 已是最高等级，成长值 { NUMBER($qualifying) }
tiers-keep = 有效期至 { $until }；再积 { NUMBER($missing) } 成长值即可保级
tiers-kept = 有效期至 { $until }，已达保级线 ✅
tiers-benefits = 你的权益
tiers-promoted = 🎉 升级啦！你现在是{ $tier }。新权益已经生效。
tiers-see = 看看新权益
tiers-open = 看看我的等级
tiers-missing = { $ways ->
    [spend] 再消费 { $spend }
    [purchases] 再买 { NUMBER($purchases) } 单
    [qualifying-spend] 再积 { NUMBER($qualifying) } 成长值，或再消费 { $spend }
    [qualifying-purchases] 再积 { NUMBER($qualifying) } 成长值，或再买 { NUMBER($purchases) } 单
    [qualifying-spend-purchases] 再积 { NUMBER($qualifying) } 成长值，或再消费 { $spend }，或再买 { NUMBER($purchases) } 单
   *[qualifying] 再积 { NUMBER($qualifying) } 成长值
}
tiers-ends-soon = 你的{ $tier }有效期到 { $until }，{ $days ->
    [0] 就是今天
   *[other] 还有 { NUMBER($days) } 天
}。{ tiers-missing }，就能再续一期。
tiers-in-grace = { $tier }的有效期到了，不过先别急：{ $until }前还在宽限期，等级和权益照旧。{ tiers-missing }，就当什么都没发生。
tiers-kept-on = 保级成功 ✅ { $tier }续到 { $until }。谢谢你常来。
tiers-lowered = 宽限期已过，你的等级从{ $before }调整为{ $tier }，新等级的权益即刻生效。{ $ways ->
    [none] 下一次消费后就能回到{ $before }。
   *[other] { tiers-missing }，就能回到{ $before }。
}
tiers-unknown = 没有“{ $tier }”这个等级。
tiers-floor-over = 保底等级的截止时间已经过去了：{ $until }。
