referrals-promise =
    💌 Invite a friend: once they have joined by your link and placed an order of { $spend } or more within { NUMBER($days) } days, and it can no longer be returned,

    · you get { NUMBER($points) } points
    · your friend gets { NUMBER($friend) } points on top of the welcome gift
referrals-promise-coupon = · you also get “{ $coupon }”
referrals-promise-cash = · you also get { $cash } in cash, paid out by a colleague
referrals-link =
    Your own link:
    { $link }
referrals-share = Join { $brand }: the welcome gift comes at once, and after your first order we both get points.
referrals-share-button = 📤 Send to a friend
referrals-see = My invitations
referrals-sum = { NUMBER($paid) } rewarded, { NUMBER($waiting) } on their way; this month { NUMBER($month) } of { NUMBER($most) }
referrals-friend-joined = · joined { $joined } · waiting for an order
referrals-friend-ordered = · joined { $joined } · pending until { $due }
referrals-friend-held = · joined { $joined } · a colleague is having a look
referrals-friend-paid = · joined { $joined } · rewarded
referrals-friend-cancelled = · joined { $joined } · did not count
referrals-came-by = A friend brought you: { NUMBER($points) } points are pending until your first order counts.
referrals-joined = 👋 Somebody joined by your link. The reward comes once their first order of { $spend } or more can no longer be returned.
referrals-paid = 🎉 Your invitation counted: { NUMBER($points) } points are yours. Thank you for bringing them.
referrals-paid-coupon = 🎉 Your invitation counted: { NUMBER($points) } points and “{ $coupon }” are yours. Thank you for bringing them.
referrals-paid-cash = 🎉 Your invitation counted: { NUMBER($points) } points are yours, and { $cash } in cash will be paid out by a colleague. Thank you for bringing them.
referrals-paid-coupon-cash = 🎉 Your invitation counted: { NUMBER($points) } points and “{ $coupon }” are yours, and { $cash } in cash will be paid out by a colleague. Thank you for bringing them.
referrals-paid-friend = 🎁 The gift of whoever invited you is here: { NUMBER($points) } points.
referrals-unknown = There is no invitation { $id }.
referrals-decided-already = This one has been decided.
referrals-how-to =
    Write:
    /referrals to see what waits
    /referrals release number reason
    /referrals cancel number reason
    /referrals export for the cash that is owed
referrals-none-held = No invitation waits for a look.
referrals-held-case =
    🔍 Invitation { $id }: { $inviter } → { $friend }
    joined { $joined }
    { $why }
referrals-why-existing = The friend had ordered before joining, or was rewarded once before.
referrals-why-phone = The friend gave a phone number that another member has.
referrals-why-velocity = The inviter brought many people within a few days.
referrals-why-budget = The budget for invitations is used up.
referrals-verdict-checked = ✅ Fine, release
referrals-verdict-self = ✖ Invited themselves
referrals-verdict-fake = ✖ Fake account
referrals-verdict-member = ✖ Was a member already
referrals-decided-paid = Invitation { $id } released; the inviter gets { NUMBER($points) } points.
referrals-decided-cancelled = Invitation { $id } cancelled; no points were given ({ NUMBER($points) }).
referrals-nothing-owed = No cash is owed.
referrals-owed = { $count ->
        [one] 1 item
       *[other] { NUMBER($count) } items
    }, { $total } in all. They are marked and will not be in the next file.
referrals-none = You have invited nobody yet. Send /invite for your own link.
