payments-not-sold = 現在不賣年卡。
payments-subscribed = 你已經在按月訂閱了，不用再買一份。
payments-subscription-over = 這個訂閱已經不在了。傳 /card 看看現在的。
payments-bill-unknown = 沒有找到這張帳單。傳 /card 重新拿一張。
payments-bill-not-yours = 這張帳單是開給別人的。傳 /card 拿你自己的。
payments-bill-paid = 這張帳單已經付過了。傳 /card 看看。
payments-bill-old = 這張帳單過期了。傳 /card 重新拿一張，價格以新的為準。
payments-bill-changed = 價格變了，這張帳單不能再付。傳 /card 拿一張新的。
payments-try-again = 我們這邊正忙，沒有扣你的 Stars。請過一會兒再試。
payments-terms =
    📄 購買條款 · { $brand }會員年卡

    { NUMBER($stars) } Telegram Stars，{ NUMBER($months) } 個月內至少是{ $tier }。付款後立即生效，用到最後一天結束；再買一次，從原來的到期日接著算。不自動續訂，不增加成長值。

    退款：付款後 { NUMBER($days) } 天內沒領過權益的，在 /card 裡自己退，全額。其他情況傳 /paysupport，同事會處理；Stars 只能整筆退。退款後年卡立刻結束。

    付款由 Telegram 收取，但售後由我們負責：有問題請傳 /paysupport，Telegram 客服無法處理在這裡買的東西。
payments-terms-monthly = 按月訂閱：每 30 天 { NUMBER($stars) } Stars，由 Telegram 自動續，隨時可在 /card 或 Telegram 設定裡關掉，用到當期結束。
payments-kept-bill = ⚠️ 收到一筆不認識的付款 { $receipt }（{ NUMBER($amount) } { $currency }），沒有開卡。核對後可 /refundcard { $receipt } 原因
payments-kept-amount = ⚠️ 付款 { $receipt } 金額不對（{ NUMBER($amount) } { $currency }），沒有開卡。核對後可 /refundcard { $receipt } 原因
payments-kept-nobody = ⚠️ 付款 { $receipt }（{ NUMBER($amount) } { $currency }）找不到會員，沒有開卡。核對後可 /refundcard { $receipt } 原因
payments-unknown = 沒有找到收據 { $receipt }。
payments-refunded-already = { $receipt } 已經退過了。
payments-card-used = 領過年卡權益，不能自己退了。傳 /paysupport，同事幫你看。
payments-too-late = 過了自己退款的日子。傳 /paysupport，同事幫你看。
payments-refunded = ↩️ { NUMBER($stars) } Stars 已退回（收據 { $receipt }），對應的年卡已結束。
payments-compared =
    🧾 與 Telegram 的 Stars 對帳：補記付款 { NUMBER($booked) } 筆，補記退款 { NUMBER($refunded) } 筆，不一致 { NUMBER($differing) } 處。
    { $list }
payments-refund-how-to = 這樣寫：/refundcard 收據編號 原因（收據編號如 P12）
payments-refund-done = { $receipt } 已退 { NUMBER($stars) } Stars，年卡已結束，會員會收到訊息。{ $error }
payments-refund-refused = Telegram 沒有退 { $receipt }（{ NUMBER($stars) } Stars）：{ $error }
payments-refund-unknown = 已請 Telegram 退 { $receipt }（{ NUMBER($stars) } Stars），還沒有回音；十分鐘內會自動再問。{ $error }
payments-line = { $receipt } · { $day } · { NUMBER($stars) } Stars · { $state }
payments-state-paid = 已付
payments-state-refunding = 退款中
payments-state-refunded = 已退
