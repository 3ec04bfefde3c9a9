tiers-standing = { $emoji } { $tier }
tiers-next = { NUMBER($missing) } more qualifying points to { $tier }
tiers-highest = The top tier, with { NUMBER($qualifying) } qualifying points
tiers-keep = Valid until { $until }; { NUMBER($missing) } more qualifying points keep it
tiers-kept = Valid until { $until }, and already kept ✅
tiers-benefits = Your benefits
tiers-promoted = 🎉 You’ve moved up: { $tier }. Its benefits are yours from now on.
tiers-see = See my benefits
