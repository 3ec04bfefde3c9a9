groups-unknown = I don't know this group yet. Please send /setup first.
groups-language-unknown = I don't speak this language yet: { $language }
groups-hello = Hello, I'm { $name } 👋 Daily check-in with points, small tasks and a leaderboard. An admin of this group can send /setup, and we open in a minute.
groups-rights-hidden = I can't see who the admins are. Please make me an admin first, then send /setup again.
groups-only-admins = Only admins of the group can set me up.
groups-only-here = Send /setup in the group itself, so that I know which one you mean.
groups-setup-title = ⚙️ Settings of { $title }
groups-setup-language = Language: English
groups-setup-topic = Posts go to: { $kind ->
    [topic] the topic where you sent /setup
   *[chat] the whole group
  }
groups-setup-task = Daily task: { $on ->
    [yes] every day at { $at }
   *[no] off
  }
groups-setup-board = Weekly leaderboard: { $on ->
    [yes] on
   *[no] off
  }
groups-setup-answers = Answering unasked: { $on ->
    [yes] on, sure answers to common questions, one in a few minutes at most
   *[no] off, only when mentioned or replied to
  }
groups-setup-ready = ✅ All rights are there. We are open.
groups-setup-missing = ⚠️ Still missing:
groups-missing-admin = · Make me an admin; otherwise I can't see “check in” being typed, only buttons work
groups-missing-send = · Let me send messages
groups-missing-topics = · Let me post in topics (manage topics)
groups-button-task = { $on ->
    [yes] Turn the daily task off
   *[no] Turn the daily task on
  }
groups-button-board = { $on ->
    [yes] Turn the weekly leaderboard off
   *[no] Turn the weekly leaderboard on
  }
groups-button-answers = { $on ->
    [yes] Answer only when addressed
   *[no] Answer common questions unasked
  }
groups-button-open = 📌 Post today's check-in and task now
groups-opened = On its way
groups-opened-already = Today's are posted already
groups-saved = Saved
