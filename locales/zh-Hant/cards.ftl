cards-offer =
    { $emoji } 會員年卡：買了就至少是{ $tier }，期間享有：

    { $benefits }

    年卡不增加成長值；你自己累積的等級照常往上走。
cards-needless = 你現在已經是{ $tier }，上面這些都有了，不用買。
cards-held =
    💳 你的會員卡：至少{ $tier }，到 { $until }（連今天還有 { NUMBER($days) } 天）。
cards-renews = 🔁 按月訂閱中，Telegram 每 30 天自動續一次。
cards-renews-not = 自動續訂已關，用到 { $until } 為止。
cards-small-print = 購買條款 /terms · 付款有問題 /paysupport
cards-buy-once = ⭐ { NUMBER($stars) } 買 { NUMBER($months) } 個月
cards-buy-monthly = ⭐ { NUMBER($stars) } / 30 天，按月訂閱
cards-bill-once = 會員年卡 { NUMBER($months) } 個月
cards-bill-monthly = 會員卡按月訂閱
cards-bill-told-once = { NUMBER($months) } 個月至少{ $tier }。不會自動續訂；已有年卡的話，接在後面。
cards-bill-told-monthly = 每 30 天自動續一次，期間至少{ $tier }。隨時可在 /card 關掉續訂。
cards-monthly-told = 每 30 天 { NUMBER($stars) } Stars，隨時可關。點下面的按鈕，在 Telegram 裡付款：
cards-pay-monthly = ⭐ { NUMBER($stars) } / 30 天，前往付款
cards-stop-renewal = 關閉自動續訂
cards-resume-renewal = 重新打開自動續訂
cards-renewal-on = 已打開，到期自動續
cards-renewal-off = 已關閉，不會再扣款
cards-renewal-refused = Telegram 沒有照辦：這個訂閱可能已在 Telegram 設定裡取消。要再訂，等到期後重新購買就好。
cards-back = 退款（{ NUMBER($stars) } Stars）
cards-back-possible = 還沒用過權益，{ $until }前可以自己退，全額。
cards-back-ask = 退款後年卡立刻結束，等級回到你自己累積到的那一級。確定要退嗎？
cards-back-sure = 確定退款
cards-back-stay = 不退了
cards-back-done = 好的，{ NUMBER($stars) } Stars 已退回。
cards-back-unknown = 已向 Telegram 申請退回 { NUMBER($stars) } Stars，到了會告訴你。
cards-back-refused = Telegram 這次沒能退。傳 /paysupport，同事幫你處理。
cards-paid =
    🎉 會員卡開通，你現在至少是{ $tier }，到 { $until }。

    權益馬上能用，/tier 看看。
cards-renewed = 🔁 會員卡已續，{ $tier }到 { $until }。
cards-given = 🎁 送你一張年卡：至少{ $tier }，到 { $until }。
cards-ending =
    ⏳ 年卡還有 { NUMBER($days) } 天（到 { $until }）。

    不會自動扣款。喜歡就續，接著原來的日子算。
cards-ended = 年卡到期了，謝謝這一程。等級回到你自己累積到的那一級；想接著用，隨時再來。
cards-see = 💳 看看年卡
cards-months-wrong = 月數應是 1 到 { NUMBER($most) }，而且 program.yaml 裡要有 paid_card。
cards-grant-how-to = 這樣寫：/grantcard 會員編號 月數 原因
cards-granted = 已為會員 { $number } 開通，到 { $until }。對方會收到訊息，這一筆已記入稽核紀錄。
cards-none = 你現在沒有年卡。想看看就傳 /card。
