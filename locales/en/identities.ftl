identities-share = Tap the button below to send the number that you use in Telegram. A typed number proves nothing, so we don’t take one.
identities-share-button = 📱 Send my phone number
identities-share-not-now = Not now
identities-share-later = Fine, whenever you like.
identities-linked = Noted. The number only tells us that it’s you, and is kept encrypted.
identities-known = That number is yours already.
identities-joined = We found your earlier membership and brought it here: { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } in all, with its orders, coupons and qualifying points. Not yours? Send /human: it can be taken back for 30 days.
identities-wait-holder = That number belongs to another Telegram account. We have asked there; one tap on “That’s me” makes both one.
identities-wait-desk = Nothing was bought under that number for a long time, so a colleague checks first and lets you know.
identities-paid = 🎁 { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } for you.
identities-phone-wrong = We can’t read that number. Please send your own with the button.
identities-not-yours = That isn’t your own number. Please use the button below to send the one that you use in Telegram.
identities-join-first = Join first: send /start, it’s one tap.
identities-asked = Another Telegram account has just proved that it uses the phone number you gave us. Is that you, too? “That’s me” makes both memberships one; it can be taken back for 30 days.
identities-same = That’s me, merge
identities-other = Not me
identities-answered-same = Done. Both memberships are one now.
identities-answered-other = Thank you. Nothing was changed; a colleague will look into it.
identities-claim-gone = This has been settled already.
identities-desk = 📱 Somebody claims a member by phone number: { $claimant } wants { $holder }. Send /claims to decide.
identities-moved = The phone number was checked and is yours now.
identities-refused = We checked the phone number and could not link it this time. Questions? /human
identities-claims = 📱 Claims of phone numbers
identities-claims-none = No claims of phone numbers are waiting.
identities-claim-denied = { $claimant } wants { $holder } ({ $day }): “not me” was the answer, or nothing was bought for long
identities-claim-late = { $claimant } wants { $holder } ({ $day }): no answer from the other account
identities-claim-merge = Merge { $claimant }
identities-claim-move = Number to { $claimant }
identities-claim-refuse = Refuse { $claimant }
identities-decided = Done.
