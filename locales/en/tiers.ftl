tiers-standing = { $emoji } { $tier }
tiers-next = { tiers-missing } to { $tier }
tiers-highest = The top tier, with { $qualifying } in the running term
tiers-keep = { $tier } is valid until { $until }; { tiers-missing } to keep it
tiers-kept = { $tier } is valid until { $until }, and already kept ✅
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
tiers-whatif-spend = { $orders ->
    [one] If you spent { $spend } more in one order:
   *[other] If you spent { $spend } more in { NUMBER($orders) } orders:
}
tiers-whatif-usual = Each order is taken as { $usual }, the middle of your latest ones
tiers-whatif-qualifying = Qualifying points { NUMBER($before) } → { NUMBER($after) }
tiers-whatif-amounts = Spend { $before } → { $after }
tiers-whatif-purchases = Orders { NUMBER($before) } → { NUMBER($after) }
tiers-whatif-already = You are { $tier } already
tiers-whatif-rises = You would reach { $tier } ✅
tiers-whatif-not-yet = Not { $tier } yet: { tiers-missing } to go
tiers-whatif-keeps = That keeps { $tier } ✅ beyond { $until }, for another term
tiers-whatif-kept = { $tier } is kept already ✅ beyond { $until }, for another term
tiers-whatif-loses = Not enough to keep { $tier }: by { $until } it takes { tiers-missing }
tiers-whatif-note = This only tries it out; nothing was changed.
tiers-whatif-unlikely = I can’t work that out: at most { NUMBER($orders) } orders of up to { $limit } each.
tiers-whatif-amount = Tell me how much you would spend, for instance “if I spend 200, do I stay gold?”
tiers-keep-from = What keeps it counts from { $day } on
tiers-grace = The term has ended, with grace until { $until }; { $missing } to keep it
tiers-floor = Your card holds this tier until { $until }; your own is { $tier }
tiers-unit-qualifying = Qualifying points
tiers-unit-spend = Spend
tiers-unit-purchases = Orders
tiers-benefits-open = Claim benefits
tiers-story = Tier history
tiers-story-list = Your tier history, newest first
tiers-story-none = Your tier has not changed yet. Moving up and staying will be noted here.
tiers-story-reached = { $day }: { $before } → { $after }, threshold reached
tiers-story-kept = { $day }: { $after }, kept for another term
tiers-story-lowered = { $day }: { $before } → { $after }, not kept after the grace period
tiers-story-card = { $day }: { $before } → { $after }, card begins
tiers-story-card-ended = { $day }: { $before } → { $after }, card ends
tiers-story-merged = { $day }: { $before } → { $after }, memberships merged
tiers-story-unmerged = { $day }: { $before } → { $after }, merge undone
tiers-story-own = Your own tier: { $tier }
tiers-dry = Tier dry run: rules on disk { $proposed } against rules in force { $version }, { NUMBER($count) } members
tiers-dry-same = Tier dry run: the rules on disk are those in force ({ $proposed }), { NUMBER($count) } members
tiers-dry-move = · { $before } → { $after }: { NUMBER($today) } today, { NUMBER($then) } under the new rules
tiers-dry-sample = Examples whose fate differs ({ $before } → { $after }): { $numbers }
tiers-dry-nobody = Nobody would move under either rules.
tiers-dry-note = Estimated from the running term; nothing was written. Editing thresholds moves nobody by itself: members rise when they next reach a tier and fall when their own term ends.
tiers-dry-wrong = The program on disk has faults; mend it first:
    { $faults }
