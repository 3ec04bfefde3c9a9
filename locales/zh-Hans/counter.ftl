counter-enter = 🧾 请输入顾客的会员码、券码或兑换码，也可以直接扫二维码。
counter-missed =
    没有这个码{ $left ->
        [0] ，输错太多次，请 { $minutes } 分钟后再试。
       *[other] ，核对一下？还能试 { $left } 次。
    }
counter-locked-out = 输错太多次，请 { $minutes } 分钟后再试。
counter-unknown = 没有这次接待，请顾客再出示会员码。
counter-over = 这次接待已结束，请顾客再出示会员码。
counter-amount-wrong = 「{ $text }」不像金额，写成 58 或 58.50 就好。
counter-visit =
    🧾 { $name } · { $tier }
    { $coupons ->
        [0] 没有可用的券
       *[other] 可用的券 { $coupons } 张
    } · { $rewards ->
        [0] 没有待领的兑换
       *[other] 待领的兑换 { $rewards } 件
    } · 积分 { $points }
    接待到 { $until } 结束
counter-coupon = 🎟 { $title }
counter-reward = 🎁 { $title }
counter-deduct = 💰 积分抵扣
counter-reload = 🔄 刷新
counter-ask-amount = 「{ $title }」：这单里适用商品一共多少元？发数字就好，例如 58.50。
counter-ask-order = 积分抵扣：这单一共多少元？发数字就好，例如 58.50。
counter-confirm-coupon =
    🎟 { $title }
    { $about }
    有效期至 { $until }。核销后不能撤回，确认商品在适用范围内。
counter-confirm = ✓ 核销
counter-confirm-reward = 🎁 { $title }，确认已交给顾客？
counter-hand-over = ✓ 已交付
counter-back = ← 返回
counter-redeemed =
    ✓ 已核销「{ $title }」{ $off ->
        [0] {""}
       *[other] ，减 { $saved }
    }
counter-handed = ✓ 已交付「{ $title }」
counter-asked = 已请顾客在手机上确认：{ $points } 积分抵 { $value }，还需付 { $due }。2 分钟内有效。
counter-not-staff = 这里是店员核销用的。
