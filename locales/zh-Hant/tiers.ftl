tiers-standing = { $emoji } { $tier }
tiers-next = { tiers-missing }，升級{ $tier }
tiers-highest = 已是最高等級，最近一期累計 { $qualifying }
tiers-keep = { $tier }效期至 { $until }；{ tiers-missing }即可續等
tiers-kept = { $tier }效期至 { $until }，已達續等門檻 ✅
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
tiers-whatif-spend = 試算：再消費 { $spend }（{ NUMBER($orders) } 筆）
tiers-whatif-usual = 每筆以你最近幾筆的中位數 { $usual } 估算
tiers-whatif-qualifying = 成長值 { NUMBER($before) } → { NUMBER($after) }
tiers-whatif-amounts = 消費額 { $before } → { $after }
tiers-whatif-purchases = 筆數 { NUMBER($before) } → { NUMBER($after) }
tiers-whatif-already = 你現在已經是{ $tier }
tiers-whatif-rises = 會升到{ $tier } ✅
tiers-whatif-not-yet = 還到不了{ $tier }：{ tiers-missing }
tiers-whatif-keeps = { $tier }夠續等了 ✅ { $until }到期後再續一期
tiers-whatif-kept = { $tier }本來就已達續等門檻 ✅ { $until }到期後再續一期
tiers-whatif-loses = { $tier }還不夠續等：到 { $until }前，{ tiers-missing }
tiers-whatif-note = 只是試算，什麼都沒有改動。
tiers-whatif-unlikely = 這樣的消費我算不了：最多算 { NUMBER($orders) } 筆，每筆不超過 { $limit }。
tiers-whatif-amount = 告訴我打算消費多少元，我就能算，例如「再消費 200 元能續等嗎」。
tiers-keep-from = 續等從 { $day } 開始計
tiers-grace = 效期已過，寬限期到 { $until }；{ $missing }即可續等
tiers-floor = 年卡保底到 { $until }，你自己累積到的是{ $tier }
tiers-unit-qualifying = 成長值
tiers-unit-spend = 消費
tiers-unit-purchases = 筆數
tiers-benefits-open = 領權益
tiers-story = 等級紀錄
tiers-story-list = 等級紀錄（最近的在前）
tiers-story-none = 等級還沒有變動過。升級、續等都會記在這裡。
tiers-story-reached = { $day }　{ $before } → { $after }，達到升級門檻
tiers-story-kept = { $day }　{ $after }，續等成功
tiers-story-lowered = { $day }　{ $before } → { $after }，寬限期後未達續等門檻
tiers-story-card = { $day }　{ $before } → { $after }，年卡開通
tiers-story-card-ended = { $day }　{ $before } → { $after }，年卡結束
tiers-story-merged = { $day }　{ $before } → { $after }，會員合併
tiers-story-unmerged = { $day }　{ $before } → { $after }，合併撤銷
tiers-story-own = 自己累積到：{ $tier }
tiers-dry = 等級試算：磁碟上的規則 { $proposed } 對比現行規則 { $version }，共 { NUMBER($count) } 位會員
tiers-dry-same = 等級試算：磁碟上的規則與現行規則相同（{ $proposed }），共 { NUMBER($count) } 位會員
tiers-dry-move = · { $before } → { $after }：現行 { NUMBER($today) } 人，新規則 { NUMBER($then) } 人
tiers-dry-sample = 　結果不同的例子（{ $before } → { $after }）：{ $numbers }
tiers-dry-nobody = 兩套規則下都沒有人變動。
tiers-dry-note = 以最近一期的累計估算，沒有寫入任何資料。改門檻本身不會移動任何人：升級在下一次達標時，降級在各自到期時。
tiers-dry-wrong = 磁碟上的會員計畫有誤，先改好再試算：
    { $faults }
