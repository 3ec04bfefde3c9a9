coupons-none = 现在没有可用的券。签到、做任务、兑换都能攒到。
coupons-list = 🎟 你有 { $count } 张可用的券。点开有使用条件和二维码，到店给店员扫一扫，或报券码：
coupons-line =
    { $title }
    券码 { $code } · 有效期至 { $until }
coupons-card =
    🎟 { $title }
    { $about }
    { $terms }
    有效期至 { $until }

    券码 { $code }
coupons-terms-threshold = 适用商品满 { $least } 可用
coupons-terms-scope = 适用：{ $names }
coupons-terms-stacking = 可与其他券同用
coupons-terms-alone = 一单一张，不与其他券同用
coupons-more = 还有 { $count } 张，用掉几张再看。
coupons-see = 看我的券
coupons-past = 用过和过期的
coupons-open = 可用的券
coupons-older = 更早的
coupons-past-list = 🗂 用过和过期的券：
coupons-past-none = 还没有用过或过期的券。
coupons-past-line =
    { $state ->
        [redeemed] ✓ { $title } · { $day } 已用{ $off ->
            [0] {""}
           *[other] ，省 { $saved }
        }
        [revoked] ✕ { $title } · 已收回
       *[expired] ⌛ { $title } · { $day } 到期
    }
coupons-unknown = 没有找到这张券，核对一下券码？
coupons-closed = 这张券已用过或已过期。
coupons-used = 这张券 { $used } 已经用过了。
coupons-expired = 这张券 { $ended } 已到期。
coupons-revoked = 这张券已被收回，不能用了。
coupons-unmet =
    { $condition ->
        [threshold] 适用商品还差 { $missing } 才到这张券的门槛。
        [scope] 这单里没有这张券适用的商品。
       *[price] 这单里没有这张券能减的商品。
    }
coupons-not-together = 这单已经用了「{ $title }」，两张不能同用。
coupons-used-now =
    ✓ 「{ $title }」已核销{ $placed ->
        [0] {""}
       *[other] ，{ $store }
    }。{ $off ->
        [0] {""}
       *[other] 这次省了 { $saved }。
    }
coupons-ending =
    ⌛ { $count ->
        [1] 「{ $title }」{ $until } 到期
       *[other] 你有 { $count } 张券快到期，最早的「{ $title }」到 { $until }
    }，别让它悄悄溜走。
coupons-withdrawn = 「{ $title }」已被收回：{ $reason }
coupons-given = 🎁 送你一张「{ $title }」，{ $until } 前都能用。
coupons-returned = ↩️ 订单已全额退款，「{ $title }」退回给你，{ $until } 前都能再用。
coupons-issue-how-to = 发券：/issue 会员号 券名 原因。例如 /issue 12345678 free-latte 咖啡做错了。券名有：{ $templates }
coupons-issue-done = 已发给 { $number }：{ $title }（券号 { $id }）。收回请发 /revoke { $id } 原因
coupons-issue-template = 没有「{ $template }」这种券。券名有：{ $templates }
coupons-revoke-how-to = 收回未用的券：/revoke 券号 原因。原因会告诉会员。
coupons-revoke-done = 已收回「{ $title }」，会员会收到通知。
