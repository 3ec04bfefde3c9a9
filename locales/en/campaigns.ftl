campaigns-fallback-name = there
campaigns-nameless = (no name)
campaigns-comma = {", "}
campaigns-opt-out = 🔕 No more of these
campaigns-opted-out =
    Done: “{ $topic }” is off, and no more of these will come.
    Notices about points and orders stay on. Changed your mind? Tap below.
campaigns-opted-in = “{ $topic }” is on again. We will tell you what is new.
campaigns-undo = ↩️ Undo
campaigns-tap-again = Tap once more to open
campaigns-only-a-test = This is a test; its buttons change nothing.
campaigns-message-gone = This message is no longer valid.

campaigns-pick-segment = 📣 New broadcast. Who is it for? The numbers are today's sizes:
campaigns-ask-name =
    “{ $segment }” has { $count } { $count ->
        [one] member
       *[other] members
    } now, for instance: { $names }

    Give this broadcast a name (only colleagues see it), such as “Winter drinks”. /cancel leaves at any time.
campaigns-nobody-yet = nobody yet
campaigns-ask-text =
    Send the text in Simplified Chinese; bold, links and other formatting are kept.

    Variables: {"{name}"}, {"{points}"} (available) and {"{tier}"}. Where we know nothing, a fitting word stands in.
campaigns-ask-photo = Add a picture? Send a photo; the text may then have 1,024 characters.
campaigns-ask-link =
    Add a link button? Send “label https://address”, such as:
    See what's new https://queyan.example/new
campaigns-skip = Skip
campaigns-change-text = Send the new text (Simplified Chinese).
campaigns-change-other-text = Send the text in this language, or “-” to remove it; its readers then see Simplified Chinese.
campaigns-change-photo = Send the new photo, or “-” for none.
campaigns-change-link = Send “label https://address”, or “-” for no button.
campaigns-change-time = When? For instance 2026-12-01 10:30, 12-01 10:30, or 18:00 for today.
campaigns-language-zh-Hans = Simplified Chinese
campaigns-language-zh-Hant = Traditional Chinese
campaigns-language-en = English
campaigns-pick-language = Which language is the text for? Languages without one see Simplified Chinese.
campaigns-stopped = Left. Drafts are kept in /campaigns.
campaigns-stale = That step is over; please use the newest card.

campaigns-list = 📣 Broadcasts:
campaigns-list-line = { $id } · { $name } — { $state }, delivered { $sent } / { $total }
campaigns-none = No broadcasts yet. /campaign writes the first.
campaigns-card =
    📣 { $id } · { $name }
    State: { $state }
    For: { $segment }
    Languages: { $languages }
campaigns-card-scheduled = ⏰ Starts { $at }
campaigns-card-paused-errors = ⚠️ Paused by itself after too many errors. Resume once the cause is clear.
campaigns-card-two-people = 👥 Above { $limit } people another operator has to approve, in /campaigns.
campaigns-state-draft = ✏️ draft
campaigns-state-tested = 👀 tested
campaigns-state-approved = ✅ approved
campaigns-state-scheduled = ⏰ scheduled
campaigns-state-running = 🚀 sending
campaigns-state-paused = ⏸ paused
campaigns-state-finished = 🏁 finished
campaigns-state-cancelled = 🚫 cancelled
campaigns-outlook =
    Sent now, of { $total } in the segment:
    · at once { $ready }
    · after quiet hours { $quiet }{ $quiet ->
        [0] {""}
       *[other] {" "}(from { $until })
    }
    · had enough for now { $capped }{ $later ->
        [0] {""}
       *[other] {" "}({ $later } of them later)
    }
    · no consent { $consent }
    · stopped the bot { $blocked }
    · not on Telegram { $absent }
campaigns-planning = Listing the recipients… { $total }
campaigns-progress =
    { $bar } { $percent }%
    { $total } in all
    · delivered { $sent }, on the way { $sending }
    · waiting { $planned }, deferred { $deferred }
    · had enough { $capped }, no consent { $suppressed }
    · not on Telegram or stopped { $unreachable }, failed { $failed }, unknown { $unknown }
    Clicks { $clicked } · opted out { $out }
campaigns-finished = 🏁 The broadcast “{ $name }” is finished.
campaigns-finished-unknown = Those marked unknown may have got it, so nothing is repeated by itself; “Resend the unknown” on the card does it.
campaigns-paused-errors =
    ⚠️ The broadcast “{ $name }” has paused itself: { $bad } of the last { $of } messages went wrong.
    The last error: { $error }
campaigns-not-started = ⏰ The broadcast “{ $name }” did not start: its text, segment or size changed after approval. Please test and approve it again.
campaigns-counting = 📈 Clicks counted (members tap twice)
campaigns-not-counting = 📈 Clicks not counted (one tap)

campaigns-do-show = 🔄 Refresh
campaigns-do-preview = 👁 Preview
campaigns-do-test = 👀 Test on me
campaigns-do-approve = ✅ Approve
campaigns-do-start = 🚀 Send now
campaigns-do-go = 🚀 Yes, send
campaigns-do-time = ⏰ Send later
campaigns-do-pause = ⏸ Pause
campaigns-do-resume = ▶️ Resume
campaigns-do-cancel = 🚫 Cancel it
campaigns-do-drop = 🚫 Yes, cancel it
campaigns-do-resend = 📨 Resend the unknown
campaigns-do-text = ✏️ Text
campaigns-do-languages = 🌐 Languages
campaigns-do-photo = 🖼 Photo
campaigns-do-link = 🔗 Link
campaigns-back = ← Back
campaigns-sure-start = Send “{ $name }” to up to { $count } people? It can't be called back.
campaigns-sure-cancel = Cancel “{ $name }”? What has not gone out never will.
campaigns-tested = The test arrived; please check it.
campaigns-test-failed = The test did not arrive: { $error }

campaigns-unknown = There is no such broadcast.
campaigns-step-refused = This broadcast is { $state ->
        [draft] a draft
        [tested] tested
        [approved] approved
        [scheduled] scheduled
        [running] being sent
        [paused] paused
        [finished] finished
       *[cancelled] cancelled
    }, so that can't be done.
campaigns-not-tested = This text has not been tested; please test it on yourself first.
campaigns-approval-lapsed = The text or the segment changed after approval; please test and approve again.
campaigns-second-person = This goes to { $count } people (more than { $limit }), so another operator has to approve it in /campaigns.
campaigns-nobody = None of the { $total } in the segment may get it now, so there is nothing to send.
campaigns-time-past = That time has passed; please give one to come.
campaigns-time-wrong = I don't understand that time. Please write 2026-12-01 10:30 or 18:00.
campaigns-name-wrong = A name has 1 to { $limit } characters.
campaigns-text-empty = There is no text yet.
campaigns-text-too-long = With its variables filled in it may have { $length } characters; the limit is { $limit }.
campaigns-variable-unknown = There is no variable { $variable }. You can use: { $known }
campaigns-link-wrong = “{ $url }” is no usable link; please give an address that begins with https://
campaigns-label-wrong = The button's label has 1 to { $limit } characters and stands before the address.
campaigns-photo-wrong = Please send a photo.
