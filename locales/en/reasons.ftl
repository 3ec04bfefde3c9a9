reasons-how-to =
    Where did some points come from? Send /why and the number of the entry, as in /why 123. Why did an order earn what it did? Send /why and the order number.
    Or tap one of your latest:
reasons-entry = 🧾 Entry { $receipt } · { $amount } points
    { $what }, { $at }
reasons-what-order = Points for a purchase
reasons-what-checkin = Check-in
reasons-what-challenge = Task done
reasons-what-referral = A friend invited
reasons-what-deduction = Points off an order
reasons-what-profile = Details completed
reasons-what-merge = Moved in a merge
reasons-what-redeem = Redeemed
reasons-what-event = Thank-you points
reasons-what-expire = Expired
reasons-what-reverse = Taken or given back
reasons-what-adjust = Adjusted by a colleague
reasons-what-other = Points
reasons-streak = Day { $days } of check-ins in a row.
reasons-order = Order { $ref }, { $total } paid
reasons-term = + { $term }
reasons-pieces = { $pieces ->
        [one] { $pieces } piece
       *[other] { $pieces } pieces
    }
reasons-times = { $what } × { $factor } ({ $why })
reasons-factor-per-unit = × { $factor } (points per unit of money)
reasons-factor-tier = × { $factor } ({ $tier })
reasons-factor-rate = × { $factor } (this rule’s points per unit of money)
reasons-factor-more = × { $factor } (on top of the basic points)
reasons-factor-each = × { $factor } (points apiece)
reasons-sum = = { $exact }, rounded down to { $points }
reasons-cut = { $whose } limit { $span } was reached: { $asked } due, { $points } counted.
reasons-yours = Your
reasons-everybody = All members’ joint
reasons-span-day = for that day
reasons-span-week = for that week
reasons-span-month = for that month
reasons-span-year = for that year
reasons-span-lifetime = for good
reasons-qualifying = Qualifying points { $qualifying }
reasons-pending = Yours to spend from { $day }.
reasons-taken-back = { $points } taken back after a refund.
reasons-left = { $points } of these are left.
reasons-until = Good until { $day }, that day included.
reasons-share = { $points } of { $receipt }
reasons-comma = { ", " }
reasons-paid-from = Taken from: { $shares }
reasons-reverses = Belongs to entry { $receipt }
reasons-version = Rules { $version }, in use since { $day }.
reasons-not-kept = The rules of that time were not kept, so here is only what was booked.
reasons-replay = 🔎 Order { $ref } · { $at } · { $total } paid, { $points } points in all
reasons-base = Points for a purchase
reasons-given = ✅ { $rule }: +{ $points }
reasons-refused = ➖ { $rule }: none, { $why }
reasons-failed-min-spend = it takes { $asked } and this was { $had }
reasons-failed-hours = only between { $start } and { $end }
reasons-failed-weekday = only on { $days }
reasons-failed-tier = only for { $tiers }
reasons-failed-exclusive = it does not go with “{ $rule }”; you got whichever gives more
reasons-failed-channel = orders of this channel don’t take part
reasons-failed-store = this shop doesn’t take part
reasons-failed-period = it was not on at the time
reasons-failed-first-order = only for a first order
reasons-failed-products = nothing in the order takes part
reasons-failed-too-little = it came to less than 1 point
reasons-day-mon = Monday
reasons-day-tue = Tuesday
reasons-day-wed = Wednesday
reasons-day-thu = Thursday
reasons-day-fri = Friday
reasons-day-sat = Saturday
reasons-day-sun = Sunday
reasons-refunded = ↩️ { $amount } refunded, { $points } points taken back.
reasons-coupon-refused = 🎟 The coupon on this order was not used: { $why }
reasons-coupon-unknown = the code is wrong or the coupon isn’t yours.
reasons-coupon-used = it had been used before.
reasons-coupon-expired = it had expired by then.
reasons-coupon-unmet = the order doesn’t meet its terms, so you still have it.
reasons-coupon-closed = it could not be used then.
reasons-entry-unseen = No such entry of yours. /history shows the numbers.
reasons-order-unseen =
    No order { $ref } of yours is known here. The shop may not have sent it yet, or the member number was not given at the till.
    If it isn’t here tomorrow, send /human with the receipt; a colleague checks it and adds what is due.
reasons-no-order =
    You have no orders yet, so no points for purchases. Give your member number at the till and the points follow.
    Bought something already? Send /human with the receipt; a colleague checks it and adds what is due.
