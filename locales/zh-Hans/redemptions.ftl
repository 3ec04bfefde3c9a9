redemptions-done = ✅ 换好了：{ $title }
redemptions-title = { $mark } { $title }
redemptions-paid = 用了 { NUMBER($points) } 积分 · { $day }
redemptions-free = 没用积分 · { $day }
redemptions-balance = 还剩 { NUMBER($balance) } 积分
redemptions-pickup =
    兑换码：{ $code }
    到任意门店出示，{ $until }（含）前有效。
redemptions-coupon =
    券码：{ $code }
    到店出示，{ $until }（含）前有效。
redemptions-coupon-over = 这张券已用掉或已过期。
redemptions-partner =
    合作方券码：{ $code }
    只给了你一个人，自己收好。
redemptions-donated = 谢谢，这份心意已经记上了。
redemptions-fulfilled = { $day } 已领取。
redemptions-cancelled = { $day } 已取消，积分已退回。
redemptions-expired = { $day } 过了保留期，积分已退回。
redemptions-list = 🧾 我的兑换（新的在前）
redemptions-none = 🧾 还没换过东西。发 /rewards 看看能换什么。
redemptions-legend = 📦 等你来取　🎟 券与码　✔️ 已领取　🫶 已捐出　↩️ 已退回
redemptions-newest = ⏮ 最新
redemptions-older = 更早 ▶
redemptions-mine = 🧾 我的兑换
redemptions-more = 🎁 继续逛
redemptions-cancel = 取消兑换
redemptions-cancel-sure = 取消「{ $title }」？{ NUMBER($points) } 积分会退回原来那一笔。
redemptions-cancel-free = 取消「{ $title }」？取消后这一份会让给别人。
redemptions-cancel-yes = 确认取消
redemptions-cancel-no = 留着
redemptions-undone = 已取消，{ NUMBER($points) } 积分退回来了。
redemptions-undone-free = 已取消。
redemptions-unknown = 没有找到这笔兑换，核对一下兑换码？
redemptions-settled = 这笔兑换在 { $settled } 已经处理完了。
redemptions-coupon-gone = 这张券已用过或已过期，不能再退了。
redemptions-price-changed = 价格变了，现在要 { NUMBER($points) } 积分。重新点开看看。
redemptions-notice-fulfilled = ✔️ 已领取：{ $title }
redemptions-notice-expired = ↩️ 「{ $title }」过了保留期，{ NUMBER($points) } 积分已退回。
redemptions-tool-none = 你现在没有待领取的兑换。发 /redemptions 看全部记录。
redemptions-tool-waiting = 有 { $count } 样在等你来取：
redemptions-tool-line = · { $title }，留到 { $day }（含）
redemptions-tool-where = 兑换码发 /redemptions 可见，取之前也能在那里取消。
