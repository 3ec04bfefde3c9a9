tiers-standing = { $emoji } { $tier }
tiers-next = { NUMBER($missing) } more qualifying points to { $tier }
tiers-highest = The top tier, with { NUMBER($qualifying) } qualifying points
tiers-keep = Valid until { $until }; { NUMBER($missing) } more qualifying points keep it
tiers-kept = Valid until { $until }, and already kept ✅
tiers-benefits = Your benefits
tiers-promoted = 🎉 You’ve moved up: { $tier }. Its benefits are yours from now on.
tiers-see = See my benefits
tiers-open = See my tier
tiers-missing = { $ways ->
    [spend] { $spend } more spent
    [purchases] { $purchases ->
        [one] one more order
       *[other] { NUMBER($purchases) } more orders
    }
    [qualifying-spend] { NUMBER($qualifying) } more qualifying points, or { $spend } more spent
    [qualifying-purchases] { NUMBER($qualifying) } more qualifying points, or { NUMBER($purchases) } more orders
    [qualifying-spend-purchases] { NUMBER($qualifying) } more qualifying points, or { $spend } more spent, or { NUMBER($purchases) } more orders
   *[qualifying] { NUMBER($qualifying) } more qualifying points
}
tiers-ends-soon = Your { $tier } tier runs until { $until }: { $days ->
    [0] that is today
    [one] one day left
   *[other] { NUMBER($days) } days left
}. It takes { tiers-missing } to keep it for another term.
tiers-in-grace = Your { $tier } term has ended, but nothing changes yet: until { $until } you keep the tier and its benefits. It takes { tiers-missing } by then, and it stays yours.
tiers-kept-on = You keep your tier ✅ { $tier } until { $until }. Thank you for coming by.
tiers-lowered = The grace period is over: your tier goes from { $before } to { $tier }, with its benefits from now on. { $ways ->
    [none] Your next order brings { $before } back.
   *[other] It takes { tiers-missing } to get { $before } back.
}
tiers-unknown = There is no tier “{ $tier }”.
tiers-floor-over = The floor would have ended already: { $until }.
