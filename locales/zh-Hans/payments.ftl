payments-not-sold = 现在不卖年卡。
payments-subscribed = 你已经在按月订阅了，不用再买一份。
payments-subscription-over = 这个订阅已经不在了。发 /card 看看现在的。
payments-bill-unknown = 没有找到这张账单。发 /card 重新拿一张。
payments-bill-not-yours = 这张账单是开给别人的。发 /card 拿你自己的。
payments-bill-paid = 这张账单已经付过了。发 /card 看看。
payments-bill-old = 这张账单过期了。发 /card 重新拿一张，价格以新的为准。
payments-bill-changed = 价格变了，这张账单不能再付。发 /card 拿一张新的。
payments-try-again = 我们这边正忙，没有扣你的 Stars。请过一会儿再试。
payments-terms =
    📄 购买条款 · { $brand }会员年卡

    { NUMBER($stars) } Telegram Stars，{ NUMBER($months) } 个月内至少是{ $tier }。付款后立即生效，用到最后一天结束；再买一次，从原来的到期日接着算。不自动续费，不增加成长值。

    退款：付款后 { NUMBER($days) } 天内没领过权益的，在 /card 里自己退，全额。其他情况发 /paysupport，同事会处理；Stars 只能整笔退。退款后年卡当即结束。

    付款由 Telegram 收取，但售后由我们负责：有问题请发 /paysupport，Telegram 客服无法处理在这里买的东西。
payments-terms-monthly = 按月订阅：每 30 天 { NUMBER($stars) } Stars，由 Telegram 自动续，随时可在 /card 或 Telegram 设置里关掉，用到当期结束。
payments-kept-bill = ⚠️ 收到一笔不认识的付款 { $receipt }（{ NUMBER($amount) } { $currency }），没有开卡。核对后可 /refundcard { $receipt } 原因
payments-kept-amount = ⚠️ 付款 { $receipt } 金额不对（{ NUMBER($amount) } { $currency }），没有开卡。核对后可 /refundcard { $receipt } 原因
payments-kept-nobody = ⚠️ 付款 { $receipt }（{ NUMBER($amount) } { $currency }）找不到会员，没有开卡。核对后可 /refundcard { $receipt } 原因
payments-unknown = 没有找到收据 { $receipt }。
payments-refunded-already = { $receipt } 已经退过了。
payments-card-used = 领过年卡权益，不能自己退了。发 /paysupport，同事帮你看。
payments-too-late = 过了自己退款的日子。发 /paysupport，同事帮你看。
payments-refunded = ↩️ { NUMBER($stars) } Stars 已退回（收据 { $receipt }），对应的年卡已结束。
payments-compared =
    🧾 与 Telegram 的 Stars 对账：补记付款 { NUMBER($booked) } 笔，补记退款 { NUMBER($refunded) } 笔，不一致 { NUMBER($differing) } 处。
    { $list }
payments-refund-how-to = 这样写：/refundcard 收据号 原因（收据号如 P12）
payments-refund-done = { $receipt } 已退 { NUMBER($stars) } Stars，年卡已结束，会员会收到消息。{ $error }
payments-refund-refused = Telegram 没有退 { $receipt }（{ NUMBER($stars) } Stars）：{ $error }
payments-refund-unknown = 已请 Telegram 退 { $receipt }（{ NUMBER($stars) } Stars），还没有回音；十分钟内会自动再问。{ $error }
payments-line = { $receipt } · { $day } · { NUMBER($stars) } Stars · { $state }
payments-state-paid = 已付
payments-state-refunding = 退款中
payments-state-refunded = 已退
