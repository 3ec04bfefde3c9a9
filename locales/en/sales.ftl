sales-none = ⚡ No flash sale is coming up just now.
sales-list = ⚡ Flash sales
sales-card =
    ⚡ { $title }
    { $about }
sales-price = 💰 { NUMBER($points) } points
sales-free = 💰 No points needed
sales-running =
    🟢 On for { $minutes } more { $minutes ->
        [one] minute
       *[other] minutes
    } · { NUMBER($left) } of { NUMBER($stock) } left
sales-gone = 🫙 All { NUMBER($stock) } are gone.
sales-coming = ⏰ Opens { $opens }, { NUMBER($stock) } pieces
sales-in-minutes =
    ⏳ In { $minutes } { $minutes ->
        [one] minute
       *[other] minutes
    }
sales-in-hours = ⏳ In { $hours } h { $minutes } min
sales-in-days =
    ⏳ In { $days } { $days ->
        [one] day
       *[other] days
    } and { $hours } h
sales-for = 🔒 For { $tiers }
sales-limit = 👤 { $count } a member each time; you have { $had }
sales-claim = ⚡ Claim
sales-refresh = 🔄 Refresh
sales-other = More flash sales
sales-comma = , 
sales-button = { $mark } { $title }
sales-see = ⚡ Have a look
sales-in-private = Claims are made in the private chat:
sales-announced =
    ⚡ { $title }
    { $about }

    Opens { $opens }: { NUMBER($stock) } pieces, first come, first served.
sales-unknown = This flash sale is no longer offered.
sales-not-open = Not open yet: it opens { $opens }.
sales-over = This one is over. Refresh to see the next.
sales-for-tiers = This one is for { $tier } and above.
sales-sold-out = All gone, and no points were taken. Better luck next time.
sales-had = { $count } a member, and you have yours.
