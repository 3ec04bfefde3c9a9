# Articles that are made from the program's rules: title, questions people ask, answer. All figures come from the rules.
faq-comma = , {""}
faq-enumeration = , {""}
faq-or = {" "}or {""}
faq-semicolon = ; {""}
faq-days = { $days ->
    [one] 1 day
   *[other] { $days } days
}
faq-every-day = every day
faq-working-days = Monday to Friday
faq-day-mon = Monday
faq-day-tue = Tuesday
faq-day-wed = Wednesday
faq-day-thu = Thursday
faq-day-fri = Friday
faq-day-sat = Saturday
faq-day-sun = Sunday

faq-earning-title = How do I earn points when I buy?
faq-earning-asked =
    how do I collect points
    points per yuan
    how are points calculated
    how many points do I get
    earning rate
    do higher tiers earn more points
    point multiplier
faq-earning-base = { $points ->
    [one] 1 point
   *[other] { $points } points
} for every { $unit } you pay, rounded down at the very end.
faq-earning-tiers = Tiers speed it up: { $tiers }.
faq-earning-tier = { $tier } { $factor }×
faq-earning-category = { $category } count another { $factor }×.
faq-earning-when = { $name } ({ $when })
faq-earning-rate = { $name }: { $points } points more for every { $unit }.
faq-earning-factor = { $name }: { $factor }× the usual points.
faq-earning-unit = { $name }: { $points } points more for each.
faq-earning-behaviour = { $name }: { $points } points more.
faq-earning-from = from { $day }
faq-earning-until = until { $day }
faq-earning-from-spend = from { $amount }
faq-earning-first-order = first order
faq-earning-limit-points = {" "}{ $span ->
    [day] At most { $points } points a day.
    [week] At most { $points } points a week.
    [month] At most { $points } points a month.
    [year] At most { $points } points a year.
   *[other] At most { $points } points in all.
}
faq-earning-limit-times = {" "}{ $span ->
    [day] At most { $times } times a day.
    [week] At most { $times } times a week.
    [month] At most { $times } times a month.
    [year] At most { $times } times a year.
   *[other] Counted { $times ->
        [one] once
       *[other] { $times } times
    } in all.
}

faq-pending-title = When do points arrive?
faq-pending-asked =
    why are my points pending
    what does pending mean
    when can I use my points
    points not there yet
    how long until points show up
faq-pending-at-once = Points arrive at once and can be spent right away.
faq-pending-days = Points arrive { $days } days after you pay.
faq-pending-category = If an order contains { $categories }, its points become available after { $days } days, since it can be returned until then.

faq-expiry-title = Do my points expire?
faq-expiry-asked =
    how long are points valid
    when do points expire
    do points run out
    point validity
    can expired points be restored
    will I be warned before points expire
faq-expiry-never = No, they don't. Collect in peace.
faq-expiry-months = Yes. Points are valid for { $months } months from the day you earn them, up to the last day of that month.
faq-expiry-fixed = Yes. Points lapse every year on { $day } (month-day).
faq-expiry-inactivity = Not while you keep coming: only when no points came or went for { $months } months.
faq-expiry-reminder = I remind you { $days } days ahead.
faq-expiry-first = Spending always uses the soonest to expire first. Expired points cannot be brought back.

faq-ways-title = Can I earn points without buying?
faq-ways-asked =
    other ways to earn points
    free points
    do I get points for a review
    points for a survey
    points for completing my profile
    points for events
faq-ways-intro = Yes. Beside check-ins, tasks and invitations there are:
faq-ways-phone = leaving your phone number: { $points } points
faq-ways-birthday = telling us your birthday: { $points } points
faq-ways-preferences = choosing your tastes: { $points } points
faq-ways-review = a review: { $points } points
faq-ways-share = sharing: { $points } points
faq-ways-survey = a survey: { $points } points
faq-ways-event = coming to an event: { $points } points
faq-ways-whole = Each item of the profile pays once, { $points } points in all.
faq-ways-more = The profile is at /profile, check-in at /checkin, invitations at /invite.

faq-spending-title = Can I pay with points?
faq-spending-asked =
    can points be used as money
    points for a discount
    how much is a point worth
    use points at the till
    how much of a bill can points pay
    pay with points
faq-spending-told =
    Yes. At the till every { $points } points pay { $amount }, for at most { $share }% of an order.
    Show /code to the barista, who enters the amount; nothing is taken before you tap “Confirm” on your own phone.

faq-refunded-title = What happens to points after a refund?
faq-refunded-asked =
    are points taken back on a refund
    points after returning something
    refund and points
    I spent the points and then returned the order
    do I lose qualifying points on a refund
faq-refunded-share = The points and qualifying points of the refunded share are taken back.
faq-refunded-only-pending = Only those that are still pending; what you can already spend stays.
faq-refunded-within-balance = If they are already spent, your balance goes down to 0 at most, never below.
faq-refunded-allow-debt = If they are already spent, the rest is noted, and the next points you earn pay it first.

faq-ladder-title = What are the tiers and how do I reach them?
faq-ladder-asked =
    how many tiers are there
    how do I move up
    qualifying points needed for the next tier
    how much do I have to spend for the next tier
    what is the highest tier
    how long does a tier last
faq-ladder-intro = There are { $tiers } tiers, and you move up at once:
faq-ladder-step = { $tier }: { $amount }
faq-ladder-qualifying = { $points } qualifying points
faq-ladder-spend = { $amount } spent
faq-ladder-purchases = { $count } orders
faq-ladder-rolling = What counts is the last { $months } months. Exactly on the line is enough, and a tier holds for { $months } months.
faq-ladder-calendar = What counts is the calendar year. Exactly on the line is enough, and a tier holds to the end of the next year.

faq-keeping-title = How do I keep my tier?
faq-keeping-asked =
    what do I need to stay in my tier
    keep my level
    renew my tier
    how many qualifying points to stay
    will I be told before my tier ends
faq-keeping-rolling = Keeping takes less than reaching. Collect this within the { $months } months of your tier, and you stay for another term:
faq-keeping-calendar = Keeping takes less than reaching. Collect this within the calendar year, and you stay to the end of the next:
faq-keeping-warned = I tell you what is missing { $days } before the end.

faq-lowering-title = What happens if I miss my tier?
faq-lowering-asked =
    can I lose my tier
    will I be downgraded
    how far can I fall
    is there a grace period
    downgrade rules
faq-lowering-grace = First there is a grace period of { $days } days in which nothing changes; make up what is missing and nothing will.
faq-lowering-none = A tier you have reached is yours; it is never lowered.
faq-lowering-one-down = After that you move down, by one tier only.
faq-lowering-to-qualified = After that you move to the tier that what you have collected is enough for.

faq-benefits-title = What are the benefits of each tier?
faq-benefits-asked =
    member benefits
    what do I get as a member
    perks of the tiers
    difference between the tiers
    why move up
faq-benefits-points = { $factor }× points
faq-benefits-one = { $name }: { $text }
faq-benefits-inherited = Higher tiers have the benefits of the lower ones too, and points by their own factor.

faq-card-title = What does the yearly card cost?
faq-card-asked =
    what is the yearly card
    paid membership
    can I buy a tier
    yearly card refund
    how long does the yearly card last
    does the yearly card renew itself
    pay with Telegram Stars
faq-card-price = The card is { $price } for { $months } months, during which you are { $tier } at least; on Telegram it is { $stars } Stars, with /card.
faq-card-monthly = Or by the month: { $stars } Stars every 30 days, to be stopped at any time.
faq-card-refund = While no benefit has been claimed, it is refunded in full for { $days } days.
faq-card-renewal = A card for the whole term does not renew itself; I remind you { $days } before its end.

faq-table-title = How many points does check-in give?
faq-table-asked =
    points for checking in
    daily check-in points
    check-in reward
    how are check-in points counted
    points on the seventh day
faq-table-told = A round of { $days } days gives { $points } points, then starts again.

faq-milestones-title = Is there a bonus for checking in many days in a row?
faq-milestones-asked =
    streak bonus
    check-in milestones
    reward for a month of check-ins
    what do I get after a hundred days
    bonus for a long streak
faq-milestones-one = { $points } points for { $days } days
faq-milestones-told = Yes, days in a row bring more: { $milestones }. It arrives on the day by itself.

faq-freezes-title = What is streak protection?
faq-freezes-asked =
    I missed a day, is my streak gone
    how do I get a freeze
    how many freezes can I have
    streak freeze
    what if I forget to check in
faq-freezes-told = On a day you miss, one freeze is used by itself and your streak goes on. Every { $days } days in a row bring 1 freeze; you can hold { $most }.

faq-makeups-title = I missed a day. Can I make it up?
faq-makeups-asked =
    make up a missed check-in
    what does a make-up cost
    how far back can I make up
    free make-up
faq-makeups-told = Days missed within the last { $days } days can be made up. { $free ->
    [one] The first 1 each month is
   *[other] The first { $free } each month are
} free, then it takes { $prices } points.

faq-coupons-title = What coupons are there?
faq-coupons-asked =
    kinds of coupons
    coupon terms
    minimum spend of coupons
    how long are coupons valid
    can coupons be combined
    which coupons stack
faq-coupons-one = { $title }: { $terms }
faq-coupons-from = from { $amount }
faq-coupons-amount = { $amount } off
faq-coupons-percent = { $percent }% off
faq-coupons-multiplier = { $factor }× the points of that order
faq-coupons-free-up-to = free up to { $amount }
faq-coupons-free = free
faq-coupons-for = for { $goods }
faq-coupons-valid = valid for { $days } days
faq-coupons-stacking = One per order as a rule; these work with any other: { $coupons }.
faq-coupons-alone = One per order; they can't be combined.

faq-welcome-title = What do new members get?
faq-welcome-asked =
    welcome gift
    sign-up bonus
    is there a coupon for joining
    first order discount
    what do I get for joining
faq-welcome-told = A coupon right away, “{ $title }”: { $terms }. It is in your account; send “coupons” to see it.

faq-birthday-title = What do I get on my birthday?
faq-birthday-asked =
    birthday gift
    birthday coupon
    it's my birthday
    something free on my birthday
    birthday month
faq-birthday-told = In your birthday month a coupon arrives by itself, “{ $title }”: { $terms }. Tell us the day at /profile.

faq-rewards-title = What can I get for my points?
faq-rewards-asked =
    list of rewards
    what can I redeem
    how many points for a coffee
    reward prices
    points shop
    redeem points for what
faq-rewards-intro = From small to large:
faq-rewards-one = { $points } points: { $title }
faq-rewards-tier = {" "}(from { $tier })
faq-rewards-stock = Redeem with /rewards; the page shows what is in stock.

faq-collecting-title = How long is what I redeemed kept for me?
faq-collecting-asked =
    how do I collect a reward
    until when must I pick up my reward
    reward pickup
    I did not collect my reward in time
    how long is a redemption code valid
faq-collecting-told = { $days } days. Say the code in the shop to collect it; if you don't come, the points return by themselves. The code is at /redemptions.

faq-referral-title = What do I get for inviting a friend?
faq-referral-asked =
    how do I invite a friend
    referral bonus
    refer a friend
    what does my friend get
    how many friends can I invite
    invitation link
faq-referral-told = Send /invite for your own link. Once a friend has joined with it and placed an order of { $amount } within { $days } days:
faq-referral-points = you get { $yours } points, your friend gets { $theirs } points.
faq-referral-coupon = You also get “{ $title }”: { $terms }.
faq-referral-cash = You also get { $amount } in cash from a colleague.
faq-referral-most = { $count } friends a month are rewarded.
faq-referral-review = From { $count } friends within { $days } days on, a colleague takes a look first.

faq-sales-title = When is the next flash sale?
faq-sales-asked =
    flash sale time
    how does a flash sale work
    how many can I get in a flash sale
    limited offer
    when does the sale start
faq-sales-intro = /sale shows it; when it opens, tap “Grab” here, first come, first served:
faq-sales-one = { $title }: { $cost }, { $stock } pieces
faq-sales-points = { $points } points
faq-sales-free = free
faq-sales-when = , { $days } at { $at } for { $minutes } minutes
faq-sales-most = , { $count } each.

faq-hours-title = When are you open?
faq-hours-asked =
    opening hours
    when do you close
    when do you open
    are you open on weekends
    are you open now
faq-hours-told = Every day { $opens }–{ $closes }. Where holidays differ, go by the notice at the shop.

faq-delivery-title = What does delivery cost?
faq-delivery-asked =
    delivery fee
    minimum order for delivery
    free delivery
    how long does delivery take
    delivery time
faq-delivery-fee = From { $least } per order, for { $fee }.
faq-delivery-free = Free from { $amount }.
faq-delivery-time = Usually within { $minutes } minutes.

faq-pickup-title = How long is a pickup order kept?
faq-pickup-asked =
    can I pick up later
    how long do you hold my order
    late pickup
    pickup time
faq-pickup-told = It waits for you for { $minutes } minutes once it is made.

faq-cup-title = Is there a discount for my own cup?
faq-cup-asked =
    bring my own cup
    own cup discount
    reusable cup
    money off with my cup
faq-cup-told = Yes, { $amount } off every drink.

faq-returns-title = Can I return goods?
faq-returns-asked =
    how long can I return something
    return policy
    can I exchange it
    return period
faq-returns-told = Unopened and as new, within { $days } days of receiving them.

faq-refunds-title = How long does a refund take?
faq-refunds-asked =
    when do I get my money back
    refund time
    where is my refund
    refund not there yet
faq-refunds-told = Within { $days } working days of our yes, back the way you paid.

faq-giftcards-title = How long is a gift card valid?
faq-giftcards-asked =
    do gift cards expire
    gift card validity
    how many years does a gift card last
faq-giftcards-told = { $years } years from the day of purchase.

faq-people-title = When are people there to answer?
faq-people-asked =
    support hours
    when is customer service open
    is a person available on weekends
    how soon does a person answer
    is anybody there now
faq-people-told = People answer { $days } { $opens }–{ $closes }, usually within { $minutes } minutes. Say “human” and I hand you over; at other times I note it down.

faq-messages-title = How often do you send messages?
faq-messages-asked =
    will you spam me
    how many messages a month
    do you send at night
    quiet hours
    message frequency
    when do the weekly picks come
faq-messages-caps = Marketing: { $day ->
    [one] 1 message
   *[other] { $day } messages
} a day and { $month ->
    [one] 1 message
   *[other] { $month } messages
} a month at most.
faq-messages-quiet = Nothing between { $start }–{ $end }.
faq-messages-weekly = Weekly picks come on { $day } at { $at }, { $count } at a time. /settings switches them off.

# What operators are told when an article disagrees with the rules.
faq-alarm =
    ⚠️ The articles disagree with the rules or with each other in { $count } places:
    { $findings }
    Mend the articles and run main.py index; a number that is right and no rule's belongs under the article's own.
