profiles-card =
    👤 { $name }
    Member number { $number }
profiles-phone = 📱 { $phone }
profiles-birthday = 🎂 { $day }
profiles-tastes = 🥛 { $tastes }
profiles-missing = You may still tell us:
profiles-missing-phone = · Phone number: good for points in the shops, and older orders join you
profiles-missing-birthday = · Birthday: a drink on us in that month
profiles-missing-preferences = · Tastes: picks that suit you better
profiles-brings = {" "}(+{ NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    })
profiles-add-phone = 📱 Add phone number
profiles-add-birthday = 🎂 Add birthday
profiles-add-preferences = 🥛 Choose tastes
profiles-change-phone = 📱 Change phone number
profiles-change-birthday = 🎂 Change birthday
profiles-change-preferences = 🥛 Change tastes
profiles-remove = 🗑 Remove something
profiles-remove-which = Which one shall go? You can tell us again at any time. The points stay, and are paid only once.
profiles-remove-phone = Phone number
profiles-remove-birthday = Birthday
profiles-remove-preferences = Tastes
profiles-removed = Removed.
profiles-back = ← Back
profiles-ask-birthday = Which day is your birthday? Just type it, as in “6 May” or “1990-05-06”; the year is up to you. It can be changed once a year.
profiles-birthday-unread = That date is beyond me. Could you write it as “6 May” or “1990-05-06”?
profiles-birthday-sure = Is this right?
profiles-birthday-not = No, once more
profiles-birthday-told = Noted: { $day }.
profiles-birthday-stands = It is { $day } already.
profiles-birthday-lately = A birthday can be changed once a year, next after { $until }. If it is wrong, send /human.
profiles-paid = 🎁 { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } for you.
profiles-tastes-which = Tap what you like; tap again to take it away.
profiles-tastes-done = Done
profiles-taste-unknown = That choice is gone. See the new ones in /profile.
profiles-tool-number = Member number { $number }
profiles-tool-phone = 📱 Phone number linked
profiles-tool-where = See and change it: /profile
