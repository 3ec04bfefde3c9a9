sales-none = ⚡ 最近沒有秒殺，有了會告訴你。
sales-list = ⚡ 秒殺
sales-card =
    ⚡ { $title }
    { $about }
sales-price = 💰 { NUMBER($points) } 點
sales-free = 💰 不用點數
sales-running = 🟢 正在進行，還有 { $minutes } 分鐘 · 還剩 { NUMBER($left) } / { NUMBER($stock) }
sales-gone = 🫙 已搶完，{ NUMBER($stock) } 份都有主了。
sales-coming = ⏰ { $opens } 開始，共 { NUMBER($stock) } 份
sales-in-minutes = ⏳ 還有 { $minutes } 分鐘
sales-in-hours = ⏳ 還有 { $hours } 小時 { $minutes } 分鐘
sales-in-days = ⏳ 還有 { $days } 天 { $hours } 小時
sales-for = 🔒 { $tiers }專享
sales-limit = 👤 每人每場限 { $count } 份，你已搶到 { $had } 份
sales-claim = ⚡ 搶
sales-refresh = 🔄 更新
sales-other = 更多秒殺
sales-comma = 、
sales-button = { $mark } { $title }
sales-see = ⚡ 去看看
sales-in-private = 搶的時候請到私訊，點這裡：
sales-announced =
    ⚡ { $title }
    { $about }

    { $opens } 開搶，共 { NUMBER($stock) } 份，先到先得。
sales-unknown = 這場秒殺已經撤下了。
sales-not-open = 還沒開始，{ $opens } 開搶。
sales-over = 這一場已經結束了，點「更新」看下一場。
sales-for-tiers = 這一場{ $tier }起可以參加。
sales-sold-out = 已搶完，沒有扣點數。下一場早點來。
sales-had = 每人限 { $count } 份，你已經搶到了。
