orders-none = 还没有订单记录。下单时报会员号，就会出现在这里。
orders-list = 🧾 最近的订单
orders-line =
    { $day } · { $total }
    { $what }
    +{ $points } 积分
orders-earned = 消费 { $amount }，{ NUMBER($points) } 积分已到账 ☕ 现在共有 { NUMBER($balance) } 积分。
orders-earned-pending = 消费 { $amount }，{ NUMBER($points) } 积分在路上，{ $pending } 天后可用。
orders-refunded = 退款 { $amount } 已办好，相应的 { NUMBER($points) } 积分已扣回。
orders-earned-more =
    消费 { $amount }，{ $instant ->
        [0] { NUMBER($later) } 积分在路上，{ $pending } 天后可用。
       *[other] { NUMBER($instant) } 积分已到账 ☕ 现在共有 { NUMBER($balance) } 积分。{ $later ->
            [0] { "" }
           *[other] 另有 { NUMBER($later) } 积分 { $pending } 天后可用。
        }
    }{ $used ->
        [yes] 🎟 用上了{ $coupon }。
       *[no] { "" }
    }{ $cut ->
        [yes] 这段时间的积分上限到了，超出的部分没有计。
       *[no] { "" }
    }{ $risen ->
        [yes] 🎉 你升到{ $tier }了，新权益已经生效。
       *[no] { "" }
    }
orders-capped = 消费 { $amount } 已记下。这段时间的积分上限到了，这单没有再计分。
orders-empty = 订单里没有商品，没有入账。
orders-amount-wrong = 金额 { $amount } 不对，应大于 0 且不超过 { $limit }。
orders-quantity-wrong = 商品 { $product } 的数量 { $quantity } 不对，至少为 1。
orders-currency-foreign = 币种 { $currency } 不能入账，本计划只用 { $expected }。
orders-ahead-of-time = 订单时间 { $at } 还没到，没有入账。
