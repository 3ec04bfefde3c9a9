desks-card = 🙋 Ticket { $ticket } · { $name }
desks-first =
    { $contact ->
        [none] ⭐ First in the queue: has their own contact
       *[other] ⭐ First in the queue · own contact: { $contact }
    }
desks-urgent = ❗ Ticket { $ticket } is about health, safety, the law, the press or a complaint: please see to it first
desks-has = { $agent } has it
desks-who = { $tier } · member { $number } · { $points } points · { $language }
desks-who-stranger = Not a member · { $language }
desks-stranger = Not a member
desks-language-zh-hans = Simplified Chinese
desks-language-zh-hant = Traditional Chinese
desks-language-en = English
desks-question = Question: { $question }
desks-answers = What the assistant answered last:
desks-answer =
    · Q: { $question }
      A: { $answer } (from { $sources })
desks-earlier = Earlier tickets:
desks-line =
    #{ $ticket } · { $day } · { $state ->
        [waiting] waits for somebody
        [taken] { $agent } has it
        [open] open
        [resolved] resolved
        [cancelled] cancelled by the member
       *[expired] ended by itself
    } { $stars }
desks-talk = Said so far:
desks-said =
    { $author ->
        [member] Member: { $text }
       *[agent] Colleague: { $text }
    }
desks-how-topic = What you write in this topic goes to the member; lines that begin with // or #internal stay here.
desks-how-reply = Reply to this message to answer the member; lines that begin with // or #internal stay here.
desks-take = ✋ Take it
desks-release = Back to the queue
desks-hand = Hand over
desks-resolve = ✅ Resolved
desks-reopen = Open again
desks-contact = Be their contact
desks-contact-on = You’ll hear of this member’s tickets first
desks-contact-off = You are no longer this member’s contact
desks-contact-asked = ⭐ { $name }, whose contact you are, asks for a person: ticket { $ticket }
desks-taken-note = ✋ { $agent } has taken it.
desks-handed-note = { $by } handed it to { $agent }.
desks-released-note = { $agent } put it back into the queue.
desks-reminder =
    { $taken ->
        [0] ⏰ Ticket { $ticket } has waited for { $minutes } minutes; nobody has it.
       *[other] ⏰ Ticket { $ticket } has waited for { $minutes } minutes ({ $agent }).
    }
desks-morning =
    Good morning. Members who wait: { $count }
    { $tickets }

    /tickets shows the queue.
desks-missing-forum = Tickets come here one by one; reply to answer. For a topic a member, switch on “Topics” in the group’s settings.
desks-missing-rights = The bot may not make topics yet, so tickets come here; reply to answer. Please give it the admin right “Manage topics”.
desks-absent = ⚠️ The support chat can’t be written to: the bot was removed or may not send. All tickets are kept and will be posted.
desks-unknown = There is no such ticket.
desks-over = This ticket is over.
desks-taken = { $agent } has it already.
desks-not-yours = You don’t have this ticket ({ $agent }).
desks-no-contact = Only members whose tier has a contact of their own can have one.
desks-contact-no-role = A member’s own contact needs the role agent, manager or owner, so that it ends with the role. Ask whoever runs /staff for one.
desks-how-to = Usage: /ticket number
desks-figures =
    Support desk
    Open { $open } · nobody has { $waiting } · longest wait { $longest } min
    First answer (median of 7 days) { $first } min
    Resolved today { $resolved }
    Rating (7 days) { $rating } of { $ratings }
desks-resolved = Resolved; the member may rate it
desks-nobody-else = There is nobody else yet: give a colleague the role agent by /staff, or let them take a ticket first.
desks-back = Back
desks-queue = Open tickets: { $count }
desks-queue-mine = My tickets: { $count }
desks-queue-empty = Nobody is waiting. ☕
desks-queue-empty-mine = You have no ticket.
desks-since =
    { $unit ->
        [days] { $count } d ago
        [hours] { $count } h ago
       *[minutes] { $count } min ago
    }
desks-show = See #{ $ticket }
desks-all = All
desks-mine = Mine
