tiers-standing = { $emoji } { $tier }
tiers-next = 再累積 { NUMBER($missing) } 成長值，升級{ $tier }
tiers-highest = 已是最高等級，成長值 { NUMBER($qualifying) }
tiers-keep = 效期至 { $until }；再累積 { NUMBER($missing) } 成長值即可續等
tiers-kept = 效期至 { $until }，已達續等門檻 ✅
tiers-benefits = 你的權益
tiers-promoted = 🎉 升級了！你現在是{ $tier }，新權益已經生效。
tiers-see = 看看新權益
