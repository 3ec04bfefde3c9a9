tiers-standing = { $emoji } { $tier }
tiers-next = 再累積 { NUMBER($missing) } 成長值，升級{ $tier }
tiers-highest = 已是最高等級，成長值 { NUMBER($qualifying) }
tiers-keep = 效期至 { $until }；再累積 { NUMBER($missing) } 成長值即可續等
tiers-kept = 效期至 { $until }，已達續等門檻 ✅
tiers-benefits = 你的權益
tiers-promoted = 🎉 升級了！你現在是{ $tier }，新權益已經生效。
tiers-see = 看看新權益
tiers-open = 看看我的等級
tiers-missing = { $ways ->
    [spend] 再消費 { $spend }
    [purchases] 再買 { NUMBER($purchases) } 筆
    [qualifying-spend] 再累積 { NUMBER($qualifying) } 成長值，或再消費 { $spend }
    [qualifying-purchases] 再累積 { NUMBER($qualifying) } 成長值，或再買 { NUMBER($purchases) } 筆
    [qualifying-spend-purchases] 再累積 { NUMBER($qualifying) } 成長值，或再消費 { $spend }，或再買 { NUMBER($purchases) } 筆
   *[qualifying] 再累積 { NUMBER($qualifying) } 成長值
}
tiers-ends-soon = 你的{ $tier }效期到 { $until }，{ $days ->
    [0] 就是今天
   *[other] 還有 { NUMBER($days) } 天
}。{ tiers-missing }，就能再續一期。
tiers-in-grace = { $tier }的效期到了，不過先別急：{ $until }前還在寬限期，等級和權益照舊。{ tiers-missing }，就當什麼都沒發生。
tiers-kept-on = 續等成功 ✅ { $tier }續到 { $until }。謝謝你常來。
tiers-lowered = 寬限期已過，你的等級從{ $before }調整為{ $tier }，新等級的權益即刻生效。{ $ways ->
    [none] 下一次消費後就能回到{ $before }。
   *[other] { tiers-missing }，就能回到{ $before }。
}
tiers-unknown = 沒有「{ $tier }」這個等級。
tiers-floor-over = 保底等級的截止時間已經過去了：{ $until }。
