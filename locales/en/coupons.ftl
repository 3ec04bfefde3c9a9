coupons-none = No coupons just now. Check-ins, tasks and rewards bring new ones.
coupons-list = 🎟 You have { $count } { $count ->
        [one] coupon
       *[other] coupons
    } to use. Open one for its terms and QR, let the barista scan it, or read the code out:
coupons-line =
    { $title }
    Code { $code } · until { $until }
coupons-card =
    🎟 { $title }
    { $about }
    { $terms }
    Valid until { $until }

    Code { $code }
coupons-terms-threshold = From { $least } of what it covers
coupons-terms-scope = For: { $names }
coupons-terms-stacking = Works with other coupons
coupons-terms-alone = One per order, not with other coupons
coupons-more = And { $count } more; use some to see them.
coupons-see = My coupons
coupons-past = Used and expired
coupons-open = Coupons to use
coupons-older = Older
coupons-past-list = 🗂 Used and expired coupons:
coupons-past-none = None used or expired so far.
coupons-past-line =
    { $state ->
        [redeemed] ✓ { $title } · used { $day }{ $off ->
            [0] {""}
           *[other] , saved { $saved }
        }
        [revoked] ✕ { $title } · taken back
       *[expired] ⌛ { $title } · ended { $day }
    }
coupons-unknown = No such coupon. Could you check the code?
coupons-closed = This coupon has been used or has expired.
coupons-used = This coupon was used on { $used }.
coupons-expired = This coupon ended on { $ended }.
coupons-revoked = This coupon was taken back and can't be used.
coupons-unmet =
    { $condition ->
        [threshold] What it covers is { $missing } short of this coupon's minimum.
        [scope] Nothing in this order is covered by this coupon.
       *[price] Nothing in this order that this coupon could take off.
    }
coupons-not-together = “{ $title }” is on this order already; the two don't combine.
coupons-used-now =
    ✓ “{ $title }” has been used{ $placed ->
        [0] {""}
       *[other] {" "}at { $store }
    }.{ $off ->
        [0] {""}
       *[other] {" "}You saved { $saved }.
    }
coupons-ending =
    ⌛ { $count ->
        [1] “{ $title }” ends on { $until }.
       *[other] { $count } coupons end soon, “{ $title }” first, on { $until }.
    } Don't let it slip away.
coupons-withdrawn = “{ $title }” was taken back: { $reason }
coupons-given = 🎁 “{ $title }” is yours, until { $until }.
coupons-returned = ↩️ Your order was refunded in full, so “{ $title }” is yours again until { $until }.
coupons-issue-how-to = To give a coupon: /issue <member number> <coupon> <reason>, such as /issue 12345678 free-latte wrong drink. Coupons: { $templates }
coupons-issue-done = Given to { $number }: { $title } (coupon { $id }). To take it back: /revoke { $id } <reason>
coupons-issue-template = There is no coupon “{ $template }”. Coupons: { $templates }
coupons-revoke-how-to = To take back an unused coupon: /revoke <coupon id> <reason>. The member reads the reason.
coupons-revoke-done = “{ $title }” was taken back; the member is told.
