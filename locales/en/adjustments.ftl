adjustments-how-to =
    /adjust <member number> <±points> <reason>
    For example: /adjust 62014380 +50 entered at the counter
    The member reads the reason. Above { NUMBER($limit) } points, or for your own account, a second person confirms.
adjustments-done = ✅ { $amount } points for { $number } are booked, and the member has been told.
adjustments-waiting = 🕓 { $amount } points for { $number } are more than one person decides; your colleagues have been asked.
adjustments-withdraw = Withdraw
adjustments-asked =
    🧾 An adjustment waits for you
    Member { $number }, { $amount } points
    Reason: { $reason }
adjustments-approve = ✅ Approve
adjustments-decline = ✖️ Decline
adjustments-approved = ✅ { $amount } points for { $number } were approved and booked.
adjustments-declined = ✖️ { $amount } points for { $number } were not booked.
adjustments-given =
    🎁 { NUMBER($amount) } points for you.
    Reason: { $reason }
adjustments-taken =
    ➖ { NUMBER($amount) } points were taken back to put something right.
    Reason: { $reason }
    If that looks wrong, just write to us.
adjustments-reason-missing = Please add a reason: it is kept on record, and the member reads it.
adjustments-reason-too-long = That reason is too long; { $most } characters at most.
adjustments-amount-absurd = { NUMBER($most) } points is the most for one adjustment.
adjustments-unknown = There is no such adjustment.
adjustments-already-decided = This adjustment has been decided already.
adjustments-same-person = Somebody else has to confirm your own adjustment; you may withdraw it.
adjustments-not-approver = An owner, manager or approver decides this.
adjustments-nobody-else = A second person has to confirm this much, and nobody else may. Name an approver with /staff first.
