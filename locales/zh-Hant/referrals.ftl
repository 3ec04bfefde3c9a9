referrals-promise =
    💌 邀請朋友：朋友用你的連結入會，{ NUMBER($days) } 天內有一單實付滿 { $spend }，過了退貨期：

    · 你得 { NUMBER($points) } 點
    · 朋友得 { NUMBER($friend) } 點，見面禮照舊
referrals-promise-coupon = · 你另得一張「{ $coupon }」
referrals-promise-cash = · 你另得 { $cash } 現金，由同事結算
referrals-link =
    你的專屬連結：
    { $link }
referrals-share = 來{ $brand }入會，見面禮馬上到帳，首購後我們都有點數。
referrals-share-button = 📤 傳給朋友
referrals-see = 我的邀請
referrals-sum = 已到帳 { NUMBER($paid) } 位，在路上 { NUMBER($waiting) } 位；本月 { NUMBER($month) }/{ NUMBER($most) }
referrals-friend-joined = · { $joined } 入會 · 等第一單
referrals-friend-ordered = · { $joined } 入會 · 待入帳，{ $due }
referrals-friend-held = · { $joined } 入會 · 同事核對中
referrals-friend-paid = · { $joined } 入會 · 已到帳
referrals-friend-cancelled = · { $joined } 入會 · 沒算上
referrals-came-by = 你是朋友請來的：首購合格後有 { NUMBER($points) } 點，待入帳。
referrals-joined = 👋 有朋友用你的連結入會了。等 TA 第一筆滿 { $spend } 的單過了退貨期，獎勵就到。
referrals-paid = 🎉 你邀請的朋友達標了，{ NUMBER($points) } 點已入帳。謝謝你帶 TA 來。
referrals-paid-coupon = 🎉 你邀請的朋友達標了，{ NUMBER($points) } 點和一張「{ $coupon }」已入帳。謝謝你帶 TA 來。
referrals-paid-cash = 🎉 你邀請的朋友達標了，{ NUMBER($points) } 點已入帳，另有 { $cash } 現金由同事結算。謝謝你帶 TA 來。
referrals-paid-coupon-cash = 🎉 你邀請的朋友達標了，{ NUMBER($points) } 點和一張「{ $coupon }」已入帳，另有 { $cash } 現金由同事結算。謝謝你帶 TA 來。
referrals-paid-friend = 🎁 朋友請你來的那份到了：{ NUMBER($points) } 點。
referrals-unknown = 沒有邀請 { $id }。
referrals-decided-already = 這一筆已經處理過了。
referrals-how-to =
    這樣寫：
    /referrals 看待核對的
    /referrals release 編號 原因
    /referrals cancel 編號 原因
    /referrals export 匯出待結算的現金
referrals-none-held = 沒有待核對的邀請。
referrals-held-case =
    🔍 邀請 { $id }：{ $inviter } → { $friend }
    入會 { $joined }
    { $why }
referrals-why-existing = 朋友入會前已有訂單，或已被獎勵過一次。
referrals-why-phone = 朋友報過一個別的會員已綁定的手機號碼。
referrals-why-velocity = 邀請人幾天之內邀請了很多人。
referrals-why-budget = 邀請獎勵的預算已用完。
referrals-verdict-checked = ✅ 沒問題，放行
referrals-verdict-self = ✖ 自己邀自己
referrals-verdict-fake = ✖ 分身帳號
referrals-verdict-member = ✖ 本來就是會員
referrals-decided-paid = 邀請 { $id } 已放行，邀請人得 { NUMBER($points) } 點。
referrals-decided-cancelled = 邀請 { $id } 已取消，沒有發點數（{ NUMBER($points) }）。
referrals-nothing-owed = 沒有待結算的現金。
referrals-owed = { NUMBER($count) } 筆，共 { $total }。已標記為匯出，不會再出現在下一份裡。
referrals-none = 你還沒有邀請過朋友。傳 /invite 拿你的專屬連結。
