counter-enter = 🧾 Enter the guest's member code, coupon code or pick-up code, or just scan the QR.
counter-missed =
    No such code{ $left ->
        [0] , and too many wrong ones: try again in { $minutes } min.
        [one] . Could you check it? One more try.
       *[other] . Could you check it? { $left } more tries.
    }
counter-locked-out = Too many wrong codes: try again in { $minutes } min.
counter-unknown = There is no such visit. Please ask the guest for their member code again.
counter-over = This visit has ended. Please ask the guest for their member code again.
counter-amount-wrong = “{ $text }” is no amount; write 58 or 58.50.
counter-visit =
    🧾 { $name } · { $tier }
    { $coupons ->
        [0] No coupons to use
        [one] One coupon to use
       *[other] { $coupons } coupons to use
    } · { $rewards ->
        [0] nothing to hand over
        [one] one reward to hand over
       *[other] { $rewards } rewards to hand over
    } · { $points } points
    The visit ends at { $until }
counter-coupon = 🎟 { $title }
counter-reward = 🎁 { $title }
counter-deduct = 💰 Pay with points
counter-reload = 🔄 Reload
counter-ask-amount = “{ $title }”: what does everything it covers cost together? Just the number, such as 58.50.
counter-ask-order = Paying with points: what does the order cost? Just the number, such as 58.50.
counter-confirm-coupon =
    🎟 { $title }
    { $about }
    Valid until { $until }. Using it can't be undone, so check that it covers the goods.
counter-confirm = ✓ Use it
counter-confirm-reward = 🎁 { $title }: handed to the guest?
counter-hand-over = ✓ Handed over
counter-back = ← Back
counter-redeemed =
    ✓ “{ $title }” used{ $off ->
        [0] {""}
       *[other] , { $saved } off
    }
counter-handed = ✓ “{ $title }” handed over
counter-asked = The guest is asked on their phone: { $points } points for { $value }, { $due } left to pay. Good for 2 minutes.
counter-not-staff = This is for staff at the counter.
