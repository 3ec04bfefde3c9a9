challenges-unknown = This task is no longer there.
challenges-over = That was an earlier task and it has ended. Today's is the newest one in the group.
challenges-tried = You have had your go at this one; everybody gets one.
challenges-unmet = No fitting order of today yet. Press again once you have bought it.
challenges-proof-unknown = There is no such proof.
challenges-proof-decided = A colleague has decided this one already.
challenges-post-title = 🌱 Today's task: { $title }
challenges-post-how-quiz = Pick one. The right answer is worth +{ $points }; one try each.
challenges-post-how-checkin = Check in today and it is done: +{ $points }.
challenges-post-how-order = Press the button once you have bought it: +{ $points }.
challenges-post-how-proof = Reply to this message with your proof: +{ $points } once it is approved.
challenges-post-answer = The answer: { $answer }
challenges-post-done = { $done ->
    [one] 1 member has done it
   *[other] { $done } members have done it
  }
challenges-post-nobody = Nobody has done it yet
challenges-button-order = 🛍 Bought it
challenges-right = Right, +{ $points }! { $explanation }
challenges-right-already = Right, and you have your points already.
challenges-wrong = Not this one, I'm afraid, and that was today's try. The answer comes tomorrow.
challenges-bought = Task done: +{ $points }
challenges-bought-already = You have done this task already.
challenges-proof-approved = Your proof for “{ $title }” was approved: +{ $points } points.
challenges-proof-rejected = Your proof for “{ $title }” was not accepted. You can hand in another one today.
challenges-proof-review = Proof to review: { $title } ({ $name })
challenges-proof-approve = ✅ Approve
challenges-proof-reject = ❌ Reject
challenges-proof-approved-by-you = Approved, +{ $points } points given
challenges-proof-rejected-by-you = Marked as rejected
challenges-proof-none = No proofs to review.
