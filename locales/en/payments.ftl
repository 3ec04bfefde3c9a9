payments-not-sold = The card is not on sale at the moment.
payments-subscribed = You are subscribed already; there is no need to buy it twice.
payments-subscription-over = This subscription is no longer there. /card shows what is.
payments-bill-unknown = This bill is not known. Send /card for a new one.
payments-bill-not-yours = This bill was made for somebody else. Send /card for your own.
payments-bill-paid = This bill has been paid. See /card.
payments-bill-old = This bill has run out. Send /card for a new one at today’s price.
payments-bill-changed = The price has changed, so this bill can’t be paid any more. Send /card for a new one.
payments-try-again = We are busy just now, and none of your Stars were taken. Please try again in a moment.
payments-terms =
    📄 Terms of sale · { $brand } member card

    { NUMBER($stars) } Telegram Stars for { $tier } at least during { NUMBER($months) } months. It begins with the payment and lasts to the end of its last day; another one begins where it ends. It does not renew by itself and adds no qualifying points.

    Refunds: within { NUMBER($days) } days of paying, if no benefit was claimed, in full and by yourself in /card. In any other case send /paysupport and a colleague sees to it; Stars can only be given back as a whole payment. The card ends with the refund.

    Telegram takes the payment, but we answer for it: please send /paysupport. Telegram’s support can’t help with what is bought here.
payments-terms-monthly = Monthly: { NUMBER($stars) } Stars every 30 days, renewed by Telegram. Stop it at any time in /card or in Telegram’s settings; the period that is paid runs on.
payments-kept-bill = ⚠️ Payment { $receipt } ({ NUMBER($amount) } { $currency }) belongs to no bill, so it bought no card. After a check: /refundcard { $receipt } reason
payments-kept-amount = ⚠️ Payment { $receipt } has the wrong amount ({ NUMBER($amount) } { $currency }), so it bought no card. After a check: /refundcard { $receipt } reason
payments-kept-nobody = ⚠️ Payment { $receipt } ({ NUMBER($amount) } { $currency }) has no member, so it bought no card. After a check: /refundcard { $receipt } reason
payments-unknown = There is no receipt { $receipt }.
payments-refunded-already = { $receipt } has been refunded.
payments-card-used = A benefit of the card was claimed, so it can’t be refunded here. Send /paysupport and a colleague looks at it.
payments-too-late = The days for a refund by yourself are over. Send /paysupport and a colleague looks at it.
payments-refunded = ↩️ { NUMBER($stars) } Stars are back with you (receipt { $receipt }), and the card that they bought has ended.
payments-compared =
    🧾 Compared with Telegram’s list of Stars: { NUMBER($booked) } payments and { NUMBER($refunded) } refunds added, { NUMBER($differing) } differences.
    { $list }
payments-refund-how-to = Write: /refundcard receipt reason (a receipt looks like P12)
payments-refund-done = { NUMBER($stars) } Stars of { $receipt } went back, the card has ended, and the member is told. { $error }
payments-refund-refused = Telegram did not refund { $receipt } ({ NUMBER($stars) } Stars): { $error }
payments-refund-unknown = Telegram was asked to refund { $receipt } ({ NUMBER($stars) } Stars) and has not answered; it is asked again within ten minutes. { $error }
payments-line = { $receipt } · { $day } · { NUMBER($stars) } Stars · { $state }
payments-state-paid = paid
payments-state-refunding = being refunded
payments-state-refunded = refunded
