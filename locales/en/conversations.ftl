conversations-forgotten = { $count ->
    [0] There was nothing I remembered. Let's start fresh.
   *[other] Done, I've forgotten what we talked about. Your points, orders and settings are untouched.
}
