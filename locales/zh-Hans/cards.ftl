cards-offer =
    { $emoji } 会员年卡：买下就至少是{ $tier }，期间享：

    { $benefits }

    年卡不增加成长值；你自己攒的等级照常往上走。
cards-needless = 你现在已经是{ $tier }，上面这些都有了，不用买。
cards-held =
    💳 你的会员卡：至少{ $tier }，到 { $until }（连今天还有 { NUMBER($days) } 天）。
cards-renews = 🔁 按月订阅中，Telegram 每 30 天自动续一次。
cards-renews-not = 自动续费已关，用到 { $until } 为止。
cards-small-print = 购买条款 /terms · 付款有问题 /paysupport
cards-buy-once = ⭐ { NUMBER($stars) } 买 { NUMBER($months) } 个月
cards-buy-monthly = ⭐ { NUMBER($stars) } / 30 天，按月订阅
cards-bill-once = 会员年卡 { NUMBER($months) } 个月
cards-bill-monthly = 会员卡按月订阅
cards-bill-told-once = { NUMBER($months) } 个月至少{ $tier }。不自动续费；已有年卡的话，接在后面。
cards-bill-told-monthly = 每 30 天自动续一次，期间至少{ $tier }。随时可在 /card 关掉续费。
cards-monthly-told = 每 30 天 { NUMBER($stars) } Stars，随时可关。点下面的按钮，在 Telegram 里付款：
cards-pay-monthly = ⭐ { NUMBER($stars) } / 30 天，去付款
cards-stop-renewal = 关闭自动续费
cards-resume-renewal = 重新打开自动续费
cards-renewal-on = 已打开，到期自动续
cards-renewal-off = 已关闭，不会再扣
cards-renewal-refused = Telegram 没有照办：这个订阅可能已在 Telegram 设置里取消。要再订，等到期后重新买就好。
cards-back = 退款（{ NUMBER($stars) } Stars）
cards-back-possible = 还没用过权益，{ $until }前可以自己退，全额。
cards-back-ask = 退款后年卡当即结束，等级回到你自己攒到的那一级。确定退吗？
cards-back-sure = 确定退款
cards-back-stay = 不退了
cards-back-done = 好的，{ NUMBER($stars) } Stars 已退回。
cards-back-unknown = 已向 Telegram 申请退回 { NUMBER($stars) } Stars，到了会告诉你。
cards-back-refused = Telegram 这次没能退。发 /paysupport，同事帮你处理。
cards-paid =
    🎉 会员卡开通，你现在至少是{ $tier }，到 { $until }。

    权益马上能用，/tier 看看。
cards-renewed = 🔁 会员卡已续，{ $tier }到 { $until }。
cards-given = 🎁 送你一张年卡：至少{ $tier }，到 { $until }。
cards-ending =
    ⏳ 年卡还有 { NUMBER($days) } 天（到 { $until }）。

    不会自动扣费。喜欢就续，接着原来的日子算。
cards-ended = 年卡到期了，谢谢这一程。等级回到你自己攒到的那一级；想接着用，随时再来。
cards-see = 💳 看看年卡
cards-months-wrong = 月数应是 1 到 { NUMBER($most) }，而且 program.yaml 里要有 paid_card。
cards-grant-how-to = 这样写：/grantcard 会员号 月数 原因
cards-granted = 已给会员 { $number } 开通，到 { $until }。对方会收到消息，这一笔已记入审计日志。
cards-none = 你现在没有年卡。想看看就发 /card。
