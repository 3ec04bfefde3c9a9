erasures-privacy =
    { $brand } uses your data only to run your membership:

    · Telegram name and id: to recognise you
    · Orders and points: for points, tier and picks
    · Questions you asked: to answer better
    · Phone, birthday and tastes, if you tell us: see /profile

    Phone and birthday are kept encrypted. Switch notices and picks off in /settings.
erasures-below = Below you can take a copy of your data, or have it erased.
erasures-copy = 📦 Copy of my data
erasures-erase = 🗑 Erase me
erasures-copying = Packing …
erasures-copied = Everything we keep of you, as CSV and JSON, a file of each kind. A spreadsheet opens the CSV. Please keep it safe.
erasures-readme =
    { $brand } · member { $number } · { $day }

    Each kind of record is there as CSV and as JSON, with the same content. Times are UTC, amounts are the smallest money unit.
    entries: points · lots · orders · order_lines · consents · coupons
    identities · checkins · answers: your questions · notices: what we sent you
    Left out: hashes of member codes, what names others, keys of the machine.
erasures-copied-lately = You took a copy less than an hour ago. Please try again later.
erasures-too-large = There is more than Telegram can send. Send /human, and a colleague finds another way.
erasures-first =
    Before you go: this will be gone, and can’t be brought back.

    · { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    }
    · { NUMBER($coupons) ->
        [one] { NUMBER($coupons) } coupon
       *[other] { NUMBER($coupons) } coupons
    } that you can use
    · { NUMBER($redemptions) ->
        [one] { NUMBER($redemptions) } redemption
       *[other] { NUMBER($redemptions) } redemptions
    } to collect
    · tier, check-ins, profile and conversations

    Orders and the points ledger stay without a name, as the law asks; consents stay as proof. Would you rather have that latte first?
erasures-go-on = Go on
erasures-stay = I’ll stay
erasures-stayed = Good. Everything is still there.
erasures-second = The last question: this takes effect at once, and nobody can undo it.
erasures-for-good = Erase for good
erasures-too-slow = That was a while ago. Please send /privacy again.
erasures-done = Done, everything is deleted. Thank you for having been here. If you come back, /start begins anew.
erasures-subscription = Your card renews every month. Switch that off in /card first, so that Telegram does not go on charging.
