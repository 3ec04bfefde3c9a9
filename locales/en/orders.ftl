orders-none = No orders yet. Give your member number when you order and they show up here.
orders-list = 🧾 Your latest orders
orders-line =
    { $day } · { $total }
    { $what }
    +{ $points } points
orders-earned = { $amount } spent, { NUMBER($points) } points in ☕ You now have { NUMBER($balance) }.
orders-earned-pending = { $amount } spent, { NUMBER($points) } points on their way: yours in { $pending } days.
orders-refunded = { $amount } refunded; the { NUMBER($points) } points it had earned were taken back.
