tickets-opened =
    { $wait ->
        [measured] Passed on to our colleagues (ticket { $ticket }, place { $place } in the queue); lately the answer came within { $minutes } minutes. Whatever you write or send next goes there too.
       *[promised] Passed on to our colleagues (ticket { $ticket }, place { $place } in the queue); we aim to answer within { $minutes } minutes. Whatever you write or send next goes there too.
    }
tickets-in-queue =
    { $wait ->
        [measured] Ticket { $ticket } is at place { $place }; lately the answer came within { $minutes } minutes.
       *[promised] Ticket { $ticket } is at place { $place }; we aim to answer within { $minutes } minutes.
    }
tickets-opened-later = Noted (ticket { $ticket }). Colleagues are back on { $opens } and answer first thing; feel free to add to it.
tickets-has-agent = { $agent } is looking after ticket { $ticket }. Just write.
tickets-taken = { $agent } is here for you now. Just write.
tickets-no-question = (no question given)
tickets-no-desk = There is nobody to hand this to. Try asking me in other words.
tickets-where = Where am I?
tickets-cancel = No person needed
tickets-cancelled = Fine, cancelled. I’m here if you need anything.
tickets-cancelled-agent = Ticket { $ticket }: the member needs nobody any more.
tickets-resolved = That’s dealt with. Did it go well? Give it stars. If it isn’t solved, “Not solved yet” takes it up again.
tickets-resolved-agent = ✅ Ticket { $ticket } resolved ({ $agent }).
tickets-warned = Still there? Without a word from you this ticket ends in { $hours } hours; just write if you need us.
tickets-expired = Ticket { $ticket } has been quiet for long and is closed for now. Tap below if you still need us.
tickets-expired-agent = Ticket { $ticket } ended by itself: the member said nothing more.
tickets-reopened = Ticket { $ticket } is open again. Just go on writing.
tickets-reopened-agent = 🔁 Ticket { $ticket } is open again.
tickets-again = Not solved yet
tickets-transcript = Transcript
tickets-transcript-title = Transcript of ticket { $ticket }
tickets-transcript-member = Member
tickets-transcript-agent = Colleague
tickets-rated-agent = Rating of ticket { $ticket }: { $stars } { $words }
tickets-stars-wrong = A rating is 1 to 5 stars.
tickets-say-more = Thank you! Care to say a word more? Just reply to this message.
tickets-thanks = Got it, thank you.
tickets-in-private = A person answers in private, where nobody else reads along. This way:
tickets-over = Not delivered: there is no open ticket here. The member can send /human, or you can open it again.
tickets-none = There is no ticket for that. For a person, send /human.
