gaps-list = 🕳 Questions nobody could answer in the last { $days } days: { $count } groups, the most askers first.
gaps-line = { $place }. { $question } — { $size }×, { $askers } askers { $trend }
gaps-none = No question was left unanswered in the last { $days } days.
gaps-card = 🕳 “{ $question }” — { $size }×, { $askers } askers
gaps-trend = Last 7 days { $recent }, the 7 before { $before } { $trend }
gaps-example = { "  " }· { $question }
gaps-why-nothing = Nothing written comes near it.
gaps-why-far = Nearest is “{ $title }”, but most likely about something else ({ $fit }%), so it was not used.
gaps-why-unsure = Nearest is “{ $title }”, not sure enough ({ $fit }%): it was offered, and nobody picked it.
gaps-why-unhelpful = Answered with “{ $title }”, and most said it didn’t help.
gaps-why-limited = “{ $title }” would answer it, but only some tiers may read it.
gaps-why-expired = “{ $title }” would answer it, but is not valid today.
gaps-write = ✍️ Write the answer
gaps-phrase = ➕ A phrasing of “{ $title }”
gaps-ignore = 🙈 Not for us
gaps-back = ← List
gaps-file = 📄 CSV
gaps-file-caption =
    { $count ->
        [one] One group of unanswered questions.
       *[other] { $count } groups of unanswered questions.
    }
gaps-ignored = Gone from the list
gaps-phrased =
    { $count ->
        [one] One phrasing added to “{ $title }”, live now.
       *[other] { $count } phrasings added to “{ $title }”, live now.
    }
gaps-phrased-soon =
    { $count ->
        [one] One phrasing added to “{ $title }”. The index can’t be updated right now; it is tried again within minutes.
       *[other] { $count } phrasings added to “{ $title }”. The index can’t be updated right now; it is tried again within minutes.
    }
gaps-only-operators = Writing answers and adding phrasings is for operators.
gaps-gone = Somebody has dealt with this group, or the list was just renewed. Send /gaps again.
gaps-weekly =
    🕳 { $count ->
        [one] One group of questions went unanswered this week:
       *[other] { $count } groups of questions went unanswered this week, most asked first:
    }
    { $lines }
gaps-open = Open the list
