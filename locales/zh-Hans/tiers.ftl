tiers-standing = { $emoji } { $tier }
tiers-next = 再积 { NUMBER($missing) } 成长值，升级{ $tier }
tiers-highest = 已是最高等级，成长值 { NUMBER($qualifying) }
tiers-keep = 有效期至 { $until }；再积 { NUMBER($missing) } 成长值即可保级
tiers-kept = 有效期至 { $until }，已达保级线 ✅
tiers-benefits = 你的权益
tiers-promoted = 🎉 升级啦！你现在是{ $tier }。新权益已经生效。
tiers-see = 看看新权益
