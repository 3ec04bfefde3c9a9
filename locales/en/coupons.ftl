coupons-none = No coupons just now. Check-ins, tasks and rewards bring new ones.
coupons-list = 🎟 You have { $count } { $count ->
        [one] coupon
       *[other] coupons
    }. Show the code at the counter:
coupons-line =
    { $title }
    { $about }
    Code { $code } · valid until { $until }
coupons-more = And { $count } more; use some to see them.
coupons-unknown = No such coupon. Could you check the code?
coupons-closed = This coupon has been used or has expired.
