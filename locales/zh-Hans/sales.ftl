sales-none = ⚡ 最近没有秒杀，有了会告诉你。
sales-list = ⚡ 秒杀
sales-card =
    ⚡ { $title }
    { $about }
sales-price = 💰 { NUMBER($points) } 积分
sales-free = 💰 不要积分
sales-running = 🟢 正在进行，还有 { $minutes } 分钟 · 还剩 { NUMBER($left) } / { NUMBER($stock) }
sales-gone = 🫙 已抢完，{ NUMBER($stock) } 份都有主了。
sales-coming = ⏰ { $opens } 开始，共 { NUMBER($stock) } 份
sales-in-minutes = ⏳ 还有 { $minutes } 分钟
sales-in-hours = ⏳ 还有 { $hours } 小时 { $minutes } 分钟
sales-in-days = ⏳ 还有 { $days } 天 { $hours } 小时
sales-for = 🔒 { $tiers }专享
sales-limit = 👤 每人每场限 { $count } 份，你已抢到 { $had } 份
sales-claim = ⚡ 抢
sales-refresh = 🔄 刷新
sales-other = 更多秒杀
sales-comma = 、
sales-button = { $mark } { $title }
sales-see = ⚡ 去看看
sales-in-private = 抢的时候到私聊里来，点这里：
sales-announced =
    ⚡ { $title }
    { $about }

    { $opens } 开抢，共 { NUMBER($stock) } 份，先到先得。
sales-unknown = 这场秒杀已经撤下了。
sales-not-open = 还没开始，{ $opens } 开抢。
sales-over = 这一场已经结束了，点「刷新」看下一场。
sales-for-tiers = 这一场{ $tier }起可以参加。
sales-sold-out = 已抢完，没有扣积分。下一场早点来。
sales-had = 每人限 { $count } 份，你已经抢到了。
