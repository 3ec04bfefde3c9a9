answers-empty = I can't see a question there. Tell me in a sentence what you'd like to know, such as “When do my points expire?”
answers-too-long = That's a long one and I might miss the point. Could you put what matters most in a sentence or two?
answers-from-faq =
    { $answer }

    📖 Source: { $title }
answers-did-you-mean = Which of these did you mean?
answers-choice = { $number }. { $title }
answers-unknown = I don't know that one, and I won't guess. Shall I pass you to a colleague?
answers-person = Of course. Tap below and a colleague takes over.
answers-join-first = That's a member's own information, so you need to join first. Send /start, it takes one tap.
answers-private-only = That's personal, so I won't say it in a group. I'll tell you in private.
answers-only-own = I can only look up your own details, never anybody else's.
answers-points =
    { $available ->
        [one] You have { $available } point to spend.
       *[other] You have { $available } points to spend.
    }
answers-points-pending = { $pending } more on the way, the first of them on { $day }.
answers-points-soonest = Next to expire: { $amount }, good through { $day }.
answers-points-none-expire =
    { $available ->
        [one] You have { $available } point to spend, and it isn't about to expire.
       *[other] You have { $available } points to spend, and none is about to expire.
    }
answers-points-expiring = Your points are good through these days:
answers-points-bucket = · { $day }: { $amount }
answers-points-movements = Your latest { $count } movements (send /why and a number to see where one comes from):
answers-points-no-movement = Your points have not moved yet.
answers-tier = You are { $tier } with { $qualifying } qualifying points.
answers-tier-next = { $missing } more qualifying points and you reach { $next }.
answers-tier-highest = That's the top tier already.
answers-tier-keep = Your tier holds through { $day }; { $missing } more qualifying points keep you at { $tier }.
answers-tier-kept = Your tier holds through { $day }, and you've done enough to keep it.
answers-coupons =
    { $count ->
        [one] You have { $count } coupon to use:
       *[other] You have { $count } coupons to use:
    }
answers-coupons-none = You have no coupons to use right now.
answers-coupons-line = · { $title } (through { $day })
answers-coupons-terms = One of these is most likely what is missing. Your coupons:
answers-coupons-condition =
    · { $title }: { $limited ->
        [0] no minimum
       *[other] from { $least } of what it covers
    }, { $scope ->
        [0] for everything
       *[other] for { $names }
    }, { $alone ->
        [0] works with other coupons
       *[other] one per order
    }, valid until { $day }
answers-coupons-over =
    · { $title }: { $state ->
        [redeemed] used on { $day }
        [revoked] taken back
       *[expired] ended on { $day }
    }
answers-orders =
    { $count ->
        [one] Your latest order:
       *[other] Your latest { $count } orders:
    }
answers-orders-none = I can't find any orders of yours yet.
answers-orders-line = · { $day }: { $what }, { $amount }, +{ $points } points
answers-comma = { ", " }
answers-checkins-done = You've checked in today.
answers-checkins-open = You haven't checked in today.
answers-checkins-streak =
    { $days ->
        [one] { $days } day in a row, { $best } at best, { $total } in all.
       *[other] { $days } days in a row, { $best } at best, { $total } in all.
    }
answers-checkins-freezes =
    { $freezes ->
        [one] You hold { $freezes } streak freeze.
       *[other] You hold { $freezes } streak freezes.
    }
answers-checkins-next =
    { $points ->
        [one] Your next check-in brings { $points } point.
       *[other] Your next check-in brings { $points } points.
    }
answers-refunds = Your latest { $count ->
    [one] refund
   *[other] { $count } refunds
  }:
answers-refunds-none = I can't find any refund of yours. A fresh one shows once the shop has made it.
answers-refunds-line = · { $day }: { $amount } back (order of { $ordered }), { NUMBER($points) } points taken back
answers-refunds-bank = The money goes back the way you paid, usually within { $days } working days.
answers-code = Send /code to show your member code; each is good for one minute. Your member number is { $number }.
answers-messages =
    You get: { $on }
    Switched off: { $off }
    Change it with a tap in /settings.
answers-again = Still the same: { $answer }
answers-again-person = I've said this a few times, so it can't be what you need. Try other words, or shall a colleague take over?
answers-again-still = My answer is still the same. Shall a colleague have a look?
answers-several = { $number }. { $question }
    { $answer }
answers-several-unsure = I'm not sure about this one; please ask it on its own.
answers-several-left = { $count } more to go: write “more” and I go on.
answers-no-more = That is all I know about it. Shall I pass you to a colleague?
answers-slow-down = That was quick, and I missed the last one. Give me a few seconds, then send it again.
answers-foreign = I speak English and Chinese. Write to me in one of these, or let a colleague help.
answers-not-text = I can't read pictures, voice, video, files or places yet. Put it in a sentence (a picture may have a caption), or tap below for a colleague.
answers-not-text-question = (sent a picture, voice, file or place without words)
answers-how-to =
    Just type your question, for example:
    · When do my points expire?
    · How far am I from Gold?
    · Can I return coffee beans?
answers-to-person = 🙋 Talk to a person
answers-none-of-these = None of these: a person, please
answers-gone = That answer is old. Ask me again?
answers-one-moment = One moment, let me look…
answers-stopped =
    { $text }

    (stopped)
answers-propose-redeem = 🎁 Redeem: { $title }
answers-propose-unsubscribe = 🔕 No more: { $topic }
