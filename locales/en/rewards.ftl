rewards-list =
    🎁 { NUMBER($available) } points to spend, enough for { $count } { $count ->
        [one] reward
       *[other] rewards
    }.
    Tap one to see more:
rewards-list-affordable = 🎁 { NUMBER($available) } points to spend. Yours to redeem now ({ $count }):
rewards-list-none = 🎁 { NUMBER($available) } points to spend, not enough for a reward yet. Check-ins and orders bring more.
rewards-list-empty = 🎁 There is nothing to redeem just now. Look in again soon.
rewards-button = { $mark } { $title } · { NUMBER($points) }
rewards-legend = ✅ now  🪙 more points needed  🔒 restricted  ⏳ not yet  🫙 all gone
rewards-only-affordable = Only what I can afford
rewards-all = Show all
rewards-back = ◀ Back
rewards-card =
    🎁 { $title }
    { $about }

    💰 { NUMBER($points) } points
rewards-left = 📦 { NUMBER($left) } left
rewards-per-ever = 👤 { $count } a member; you have had { $had }
rewards-per-day = 👤 { $count } a member and day; you have had { $had }
rewards-per-week = 👤 { $count } a member and week; you have had { $had }
rewards-per-month = 👤 { $count } a member and month; you have had { $had }
rewards-per-year = 👤 { $count } a member and year; you have had { $had }
rewards-until = 📅 Until { $closed }
rewards-how-coupon = 🎟 Becomes a coupon at once; returnable until you use it.
rewards-how-item = 🏪 Kept for you for { $days } days; collect it in any shop with the code. Not collected, the points come back.
rewards-how-experience = 📝 Your place is kept for { $days } days; settle the time in the shop with the code. Otherwise the points come back.
rewards-how-partner = 🤝 You get the partner’s code at once; a code that was given can’t be returned.
rewards-how-donation = 🫶 Given at once and not returnable.
rewards-redeem = Redeem for { NUMBER($points) } points
rewards-sure =
    { NUMBER($points) } points for “{ $title }”?
    That leaves { NUMBER($rest) }.
rewards-yes = Yes, redeem
rewards-no = Not now
rewards-unknown = This reward is no longer offered. /rewards shows what is.
rewards-not-yet = Not open yet: from { $opens } on.
rewards-over = This ended on { $closed }.
rewards-out-of-hours = Outside its hours; the next begin on { $opens }.
rewards-tier-short = For { $tier } and above.
rewards-for-others = This is for “{ $segment }” only.
rewards-sold-out = All gone.
rewards-had = { $count } a member, and you have had yours.
rewards-had-for-now = You have had { $count } for now; again from { $again } on.
rewards-used-up = All of this period’s are gone; more from { $again } on.
rewards-points-short = { NUMBER($points) } points needed, { NUMBER($missing) } short.
rewards-tool-none = You have { NUMBER($available) } points, not enough for a reward yet. /rewards shows what each one needs.
rewards-tool-can = You have { NUMBER($available) } points. You can redeem now:
rewards-tool-line = · { $title }, { NUMBER($points) } points
rewards-tool-more = And { $count } more; /rewards shows them all and redeems them.
rewards-tool-where = Redeem them with /rewards.
