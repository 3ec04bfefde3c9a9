orders-none = 还没有订单记录。下单时报会员号，就会出现在这里。
orders-list = 🧾 最近的订单
orders-line =
    { $day } · { $total }
    { $what }
    +{ $points } 积分
orders-earned = 消费 { $amount }，{ NUMBER($points) } 积分已到账 ☕ 现在共有 { NUMBER($balance) } 积分。
orders-earned-pending = 消费 { $amount }，{ NUMBER($points) } 积分在路上，{ $pending } 天后可用。
orders-refunded = 退款 { $amount } 已办好，相应的 { NUMBER($points) } 积分已扣回。
