leaderboards-title-group = 🏆 This group · { $window ->
    [day] today
    [month] this month
   *[week] this week
  }
leaderboards-title-program = 🏆 All members · { $window ->
    [day] today
    [month] this month
   *[week] this week
  }
leaderboards-weekly = 🏆 This week's leaderboard
leaderboards-day = Today
leaderboards-week = Week
leaderboards-month = Month
leaderboards-place = { $rank } { $name } · { $points }
leaderboards-nameless = A member
leaderboards-empty = Nobody has scored yet. First place is free.
leaderboards-own = You: place { $rank } of { $people }, { $points ->
    [one] 1 point
   *[other] { $points } points
  }
leaderboards-own-none = You haven't scored yet. A check-in or a task puts you on the board.
leaderboards-own-hidden = You are hidden from the board. To come back: /rank show
leaderboards-counted = Counts points from check-ins and tasks only. To stay off the board: /rank hide
leaderboards-hidden = Done, you are no longer on the leaderboards. To come back: /rank show
leaderboards-shown = Welcome back to the leaderboards.
