counter-enter = 🧾 請輸入顧客的會員條碼、券碼或兌換碼，也可以直接掃 QR 碼。
counter-missed =
    沒有這個碼{ $left ->
        [0] ，輸錯太多次，請 { $minutes } 分鐘後再試。
       *[other] ，再核對一次？還能試 { $left } 次。
    }
counter-locked-out = 輸錯太多次，請 { $minutes } 分鐘後再試。
counter-unknown = 沒有這次接待，請顧客再出示會員條碼。
counter-over = 這次接待已結束，請顧客再出示會員條碼。
counter-amount-wrong = 「{ $text }」不像金額，寫成 58 或 58.50 就好。
counter-visit =
    🧾 { $name } · { $tier }
    { $coupons ->
        [0] 沒有可用的券
       *[other] 可用的券 { $coupons } 張
    } · { $rewards ->
        [0] 沒有待領的兌換
       *[other] 待領的兌換 { $rewards } 件
    } · 點數 { $points }
    接待到 { $until } 結束
counter-coupon = 🎟 { $title }
counter-reward = 🎁 { $title }
counter-deduct = 💰 點數折抵
counter-reload = 🔄 重新整理
counter-ask-amount = 「{ $title }」：這筆裡適用品項一共多少元？傳數字就好，例如 58.50。
counter-ask-order = 點數折抵：這筆一共多少元？傳數字就好，例如 58.50。
counter-confirm-coupon =
    🎟 { $title }
    { $about }
    效期至 { $until }。核銷後不能收回，請確認品項在適用範圍內。
counter-confirm = ✓ 核銷
counter-confirm-reward = 🎁 { $title }，確認已交給顧客？
counter-hand-over = ✓ 已交付
counter-back = ← 返回
counter-redeemed =
    ✓ 已核銷「{ $title }」{ $off ->
        [0] {""}
       *[other] ，折 { $saved }
    }
counter-handed = ✓ 已交付「{ $title }」
counter-asked = 已請顧客在手機上確認：{ $points } 點折抵 { $value }，還需付 { $due }。2 分鐘內有效。
counter-not-staff = 這裡是店員核銷用的。
