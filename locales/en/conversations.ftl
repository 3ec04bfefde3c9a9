conversations-forgotten = { $count ->
    [0] There was nothing I remembered. Let's start fresh.
   *[other] Done, our talk is forgotten and we start afresh. What you asked and what I answered stays on record for { $days } days; then it no longer says it was you. Your points, orders and settings are untouched.
}
