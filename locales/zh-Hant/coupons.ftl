coupons-none = 目前沒有可用的券。簽到、解任務、兌換都能拿到。
coupons-list = 🎟 你有 { $count } 張可用的券。點開有使用條件與 QR 碼，到店給店員掃一下，或報券碼：
coupons-line =
    { $title }
    券碼 { $code } · 效期至 { $until }
coupons-card =
    🎟 { $title }
    { $about }
    { $terms }
    效期至 { $until }

    券碼 { $code }
coupons-terms-threshold = 適用品項滿 { $least } 可用
coupons-terms-scope = 適用：{ $names }
coupons-terms-stacking = 可與其他券併用
coupons-terms-alone = 一筆一張，不與其他券併用
coupons-more = 還有 { $count } 張，用掉幾張再看。
coupons-see = 看我的券
coupons-past = 用過和到期的
coupons-open = 可用的券
coupons-older = 更早的
coupons-past-list = 🗂 用過和到期的券：
coupons-past-none = 還沒有用過或到期的券。
coupons-past-line =
    { $state ->
        [redeemed] ✓ { $title } · { $day } 已使用{ $off ->
            [0] {""}
           *[other] ，省 { $saved }
        }
        [revoked] ✕ { $title } · 已收回
       *[expired] ⌛ { $title } · { $day } 到期
    }
coupons-unknown = 找不到這張券，請再核對一次券碼。
coupons-closed = 這張券已使用或已過期。
coupons-used = 這張券 { $used } 已經使用過了。
coupons-expired = 這張券 { $ended } 已到期。
coupons-revoked = 這張券已被收回，不能使用了。
coupons-unmet =
    { $condition ->
        [threshold] 適用品項還差 { $missing } 才到這張券的門檻。
        [scope] 這筆裡沒有這張券適用的品項。
       *[price] 這筆裡沒有這張券能折的品項。
    }
coupons-not-together = 這筆已經用了「{ $title }」，兩張不能併用。
coupons-used-now =
    ✓ 「{ $title }」已核銷{ $placed ->
        [0] {""}
       *[other] ，{ $store }
    }。{ $off ->
        [0] {""}
       *[other] 這次省了 { $saved }。
    }
coupons-ending =
    ⌛ { $count ->
        [1] 「{ $title }」{ $until } 到期
       *[other] 你有 { $count } 張券快到期，最早的「{ $title }」到 { $until }
    }，別讓它悄悄溜走。
coupons-withdrawn = 「{ $title }」已被收回：{ $reason }
coupons-given = 🎁 送你一張「{ $title }」，{ $until } 前都能用。
coupons-returned = ↩️ 訂單已全額退款，「{ $title }」退還給你，{ $until } 前都能再用。
coupons-issue-how-to = 發券：/issue 會員編號 券名 原因。例如 /issue 12345678 free-latte 咖啡做錯了。券名有：{ $templates }
coupons-issue-done = 已發給 { $number }：{ $title }（券號 { $id }）。收回請傳 /revoke { $id } 原因
coupons-issue-template = 沒有「{ $template }」這種券。券名有：{ $templates }
coupons-revoke-how-to = 收回未使用的券：/revoke 券號 原因。原因會告訴會員。
coupons-revoke-done = 已收回「{ $title }」，會員會收到通知。
