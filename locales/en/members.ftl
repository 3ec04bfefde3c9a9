members-welcome =
    { $brand } · { $tagline }

    I’m { $assistant }; I look after members here: points, coupons, check-ins, picks for you. Just ask.

    Join now and “{ $coupon }” is yours at once.
    By tapping “Join” you agree that we use your Telegram name and your purchases to run your membership and send you member notices. Switch any of it off in /settings; the details are in /privacy.
members-join = ✨ Join
members-joined-short = Welcome!
members-joined =
    Welcome home 🎉 You’re a member.

    Member number: { $number }
    🎟 { $coupon }
    Code: { $code } (valid until { $until })

    Give your number when you order and points arrive by themselves. What next?
members-joined-again =
    Welcome back. Your member number is { $number }.
    The welcome gift comes once a year, and you have had it; points, check-ins and all else begin anew.
members-joined-already = You’re a member already.
members-back =
    Good to see you, { $name } 👋
    Member number { $number }. What would you like? You can also just type a question.
members-step-points = 💰 My points
members-step-checkin = ☀️ Check in
members-step-foryou = 🎁 For me
members-step-coupons = 🎟 My coupons
members-step-rewards = 🛍 Rewards
members-step-ask = 💬 Ask
members-step-language = 🌐 Language
members-settings = You decide what you hear from us. Tap to switch:
members-topic-on = “{ $topic }” is on
members-topic-off = “{ $topic }” is off. We won’t disturb you
members-personal = Personal picks
members-personal-on = Good, picks follow your taste again
members-personal-off = Off. You’ll see what everybody likes
members-language = Which language shall we speak?
members-language-name = English
members-language-set = English it is.
members-unknown = No such member.
members-topic-unknown = There is no topic “{ $topic }”.
members-language-unknown = I don’t speak that language yet.
members-already-linked = This account is linked to a membership already.
