talks-not-delivered =
    { $why ->
        [blocked] ⚠️ Not delivered: the member has stopped the bot. “{ $text }”
        [unknown] ⚠️ Perhaps not delivered: Telegram gave no answer. “{ $text }”
       *[failed] ⚠️ Not delivered: Telegram refused it. “{ $text }”
    }
talks-not-posted = ⚠️ Something the member sent could not be posted here. Telegram says: { $why }
talks-not-posted-member = One of your messages may not have reached our colleagues. Please send it again.
talks-as-yourself = Not passed on: please switch off “remain anonymous” and write as yourself.
talks-not-carried = Contacts, polls and the like can’t be passed on. Please write it, or send a photo or file.
talks-note-too-late = The member has it already; turning it into a note doesn’t take it back.
talks-too-much = That’s a lot at once. A colleague is reading; please wait a moment before you send more.
