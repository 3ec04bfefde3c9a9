checkins-button = ✅ Check in
checkins-done = Checked in: +{ $points }, { $streak ->
    [one] day one of a new streak
   *[other] { $streak } days in a row
  }
checkins-milestone = 🎉 { $streak } days in a row, +{ $bonus } of it for the milestone
checkins-saved = { $days ->
    [one] A streak freeze covered the day you missed
   *[other] Streak freezes covered the { $days } days you missed
  }
checkins-task = Today's task is done too: +{ $points }
checkins-already = You have checked in today ({ $streak ->
    [one] 1 day
   *[other] { $streak } days
  } in a row). See you tomorrow
checkins-tomorrow = +{ $points } if you come back tomorrow
checkins-join = Checking in is for members, and joining takes one tap: press below, come back, collect points.
checkins-join-button = Join in one tap
checkins-diary-button = 📅 My check-ins
checkins-post-title = ☀️ Check-in, { $day }
checkins-post-empty = Nobody yet. The first seat is yours.
checkins-post-count = { $count ->
    [one] 1 member has checked in today
   *[other] { $count } members have checked in today
  }
checkins-post-latest = Just now: { $names }
checkins-post-name = { $name } ({ $streak }d)
checkins-post-comma = {", "}
checkins-post-more = and { $more } before them
checkins-post-longest = 🔥 Longest streak today: { $name }, { $streak } days
checkins-diary-title = 📅 { $year }-{ $month }
checkins-diary-run = Streak { $days }, best { $best }, { $total } check-ins in all
checkins-diary-broken = Your last streak has ended (best { $best }, { $total } check-ins in all). Check in today to begin a new one.
checkins-diary-never = No check-in yet. Today is a fine first day.
checkins-diary-next = Next check-in: +{ $points }
checkins-diary-milestone = { $missing ->
    [one] 1 more day
   *[other] { $missing } more days
  } to the { $days }-day milestone: +{ $bonus }
checkins-diary-freezes = { $freezes ->
    [one] 1 streak freeze in hand; it covers a missed day by itself
   *[other] { $freezes } streak freezes in hand; each covers a missed day by itself
  }
checkins-diary-legend = ● checked in　◐ freeze　○ missed
