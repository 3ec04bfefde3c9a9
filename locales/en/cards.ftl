cards-offer =
    { $emoji } The yearly card makes you { $tier } at least, with:

    { $benefits }

    It adds nothing to your qualifying points; the tier you earn yourself keeps growing.
cards-needless = You are { $tier } already and have all of this: there is no need to buy.
cards-held =
    💳 Your card: { $tier } at least, until { $until } ({ $days ->
        [one] 1 day left
       *[other] { NUMBER($days) } days left
    }).
cards-renews = 🔁 A monthly subscription; Telegram renews it every 30 days.
cards-renews-not = It no longer renews and runs until { $until }.
cards-small-print = Terms of sale /terms · trouble with a payment /paysupport
cards-buy-once = ⭐ { NUMBER($stars) } for { $months ->
        [one] 1 month
       *[other] { NUMBER($months) } months
    }
cards-buy-monthly = ⭐ { NUMBER($stars) } every 30 days
cards-bill-once = Member card, { $months ->
        [one] 1 month
       *[other] { NUMBER($months) } months
    }
cards-bill-monthly = Member card, monthly
cards-bill-told-once = { $tier } at least for { $months ->
        [one] 1 month
       *[other] { NUMBER($months) } months
    }. It does not renew; if you have a card already, this goes on top.
cards-bill-told-monthly = { $tier } at least, renewed every 30 days. Turn the renewal off in /card whenever you like.
cards-monthly-told = { NUMBER($stars) } Stars every 30 days, to be stopped at any time. The button below leads to the payment in Telegram:
cards-pay-monthly = ⭐ { NUMBER($stars) } every 30 days: pay
cards-stop-renewal = Stop renewing
cards-resume-renewal = Renew again
cards-renewal-on = It renews again
cards-renewal-off = Stopped, nothing more is charged
cards-renewal-refused = Telegram did not do that: the subscription may have been cancelled in Telegram’s settings. You can buy it anew once it has ended.
cards-back = Refund ({ NUMBER($stars) } Stars)
cards-back-possible = Not used yet: until { $until } you can have it back in full, by yourself.
cards-back-ask = With the refund the card ends at once, and your tier is the one you earned yourself. Shall we?
cards-back-sure = Yes, refund it
cards-back-stay = No, keep it
cards-back-done = Done, { NUMBER($stars) } Stars are back with you.
cards-back-unknown = Telegram has been asked to give { NUMBER($stars) } Stars back. You’ll hear when they are.
cards-back-refused = Telegram could not refund it this time. Send /paysupport and a colleague sees to it.
cards-paid =
    🎉 Your card is on: { $tier } at least, until { $until }.

    Its benefits can be used right away; see /tier.
cards-renewed = 🔁 Your card is renewed: { $tier } until { $until }.
cards-given = 🎁 A card for you: { $tier } at least, until { $until }.
cards-ending =
    ⏳ Your card has { $days ->
        [one] 1 day
       *[other] { NUMBER($days) } days
    } left (until { $until }).

    Nothing is charged by itself. If you renew it, the new term begins where this one ends.
cards-ended = Your card has ended; thank you for the time. Your tier is the one you earned yourself, and the card is here whenever you like.
cards-see = 💳 See my card
cards-months-wrong = The months must be 1 to { NUMBER($most) }, and program.yaml needs a paid_card.
cards-grant-how-to = Write: /grantcard number months reason
cards-granted = Member { $number } has the card until { $until }. They are told, and the audit log has it.
cards-none = You have no card at the moment. Send /card to see it.
