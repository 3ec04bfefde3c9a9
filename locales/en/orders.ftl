orders-none = No orders yet. Give your member number when you order and they show up here.
orders-list = 🧾 Your latest orders
orders-line =
    { $day } · { $total }
    { $what }
    +{ $points } points
orders-earned = { $amount } spent, { NUMBER($points) } points in ☕ You now have { NUMBER($balance) }.
orders-earned-pending = { $amount } spent, { NUMBER($points) } points on their way: yours in { $pending } days.
orders-refunded = { $amount } refunded; the { NUMBER($points) } points it had earned were taken back.
orders-earned-more =
    { $amount } spent, { $instant ->
        [0] { NUMBER($later) } points on their way: yours in { $pending } days.
       *[other] { NUMBER($instant) } points in ☕ You now have { NUMBER($balance) }.{ $later ->
            [0] { "" }
           *[other] { " " }Another { NUMBER($later) } follow in { $pending } days.
        }
    }{ $used ->
        [yes] { " " }🎟 Used: { $coupon }.
       *[no] { "" }
    }{ $cut ->
        [yes] { " " }You’ve reached a limit on points for now, so the rest was not counted.
       *[no] { "" }
    }{ $risen ->
        [yes] { " " }🎉 You’ve moved up: { $tier }. Its benefits are yours from now on.
       *[no] { "" }
    }
orders-capped = { $amount } spent, and noted. You’ve reached a limit on points for now, so this order earned none.
orders-empty = The order has no products in it; nothing was booked.
orders-amount-wrong = { $amount } can’t be right: expected more than 0 and at most { $limit }.
orders-quantity-wrong = { $quantity } of { $product } can’t be right: expected at least 1.
orders-currency-foreign = { $currency } can’t be booked here; this program uses { $expected }.
orders-ahead-of-time = { $at } has not come yet; nothing was booked.
