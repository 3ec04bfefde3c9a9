tickets-opened = A colleague has it now (ticket { $ticket }, place { $place } in the queue); the answer usually comes within { $minutes } minutes. Whatever you write next is passed on.
tickets-opened-later = Noted (ticket { $ticket }). Colleagues are here { $opens }–{ $closes } and answer first thing; feel free to add to it.
tickets-no-question = (no question given)
tickets-new =
    🙋 Ticket { $ticket } · { $name } ({ $tier })
    { $question }

    Reply to this message to answer the member.
tickets-stranger = not a member
tickets-resolve = ✅ Resolved
tickets-cancel = No person needed
tickets-cancelled = Fine, cancelled. I’m here if you need anything.
tickets-cancelled-agent = Ticket { $ticket } was cancelled by the member.
tickets-resolved = That’s dealt with. If it isn’t, just send /human again.
tickets-resolved-agent = Closed
tickets-not-delivered = Not delivered: the member may have stopped the bot.
tickets-in-private = A person answers in private, where nobody else reads along. This way:
tickets-over = Not delivered: that belongs to no open ticket (it may be closed). The member can send /human for a new one.
tickets-none = There is no open ticket.
tickets-priority = ⭐ First in the queue: has their own contact
