orders-none = 還沒有訂單紀錄。結帳時報會員編號，就會出現在這裡。
orders-list = 🧾 最近的訂單
orders-line =
    { $day } · { $total }
    { $what }
    +{ $points } 點
orders-earned = 消費 { $amount }，{ NUMBER($points) } 點已入帳 ☕ 現在共有 { NUMBER($balance) } 點。
orders-earned-pending = 消費 { $amount }，{ NUMBER($points) } 點在路上，{ $pending } 天後可用。
orders-refunded = 退款 { $amount } 已辦妥，相應的 { NUMBER($points) } 點已扣回。
orders-earned-more =
    消費 { $amount }，{ $instant ->
        [0] { NUMBER($later) } 點在路上，{ $pending } 天後可用。
       *[other] { NUMBER($instant) } 點已入帳 ☕ 現在共有 { NUMBER($balance) } 點。{ $later ->
            [0] { "" }
           *[other] 另有 { NUMBER($later) } 點 { $pending } 天後可用。
        }
    }{ $used ->
        [yes] 🎟 用上了{ $coupon }。
       *[no] { "" }
    }{ $cut ->
        [yes] 這段時間的點數上限到了，超出的部分沒有計入。
       *[no] { "" }
    }{ $risen ->
        [yes] 🎉 你升到{ $tier }了，新權益已經生效。
       *[no] { "" }
    }
orders-capped = 消費 { $amount } 已記下。這段時間的點數上限到了，這筆沒有再計點。
orders-empty = 訂單裡沒有商品，沒有入帳。
orders-amount-wrong = 金額 { $amount } 不對，應大於 0 且不超過 { $limit }。
orders-quantity-wrong = 商品 { $product } 的數量 { $quantity } 不對，至少為 1。
orders-currency-foreign = 幣別 { $currency } 不能入帳，本計畫只用 { $expected }。
orders-ahead-of-time = 訂單時間 { $at } 還沒到，沒有入帳。
