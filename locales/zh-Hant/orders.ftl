orders-none = 還沒有訂單紀錄。結帳時報會員編號，就會出現在這裡。
orders-list = 🧾 最近的訂單
orders-line =
    { $day } · { $total }
    { $what }
    +{ $points } 點
orders-earned = 消費 { $amount }，{ NUMBER($points) } 點已入帳 ☕ 現在共有 { NUMBER($balance) } 點。
orders-earned-pending = 消費 { $amount }，{ NUMBER($points) } 點在路上，{ $pending } 天後可用。
orders-refunded = 退款 { $amount } 已辦妥，相應的 { NUMBER($points) } 點已扣回。
