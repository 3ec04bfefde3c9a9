merges-same = Both numbers are the same member.
merges-closed = Member { $number } has been merged or erased, so it can’t be merged again.
merges-unknown = There is no merge to take back for { $number }.
merges-too-late = A merge can be taken back for 30 days (that was until { $until }).
merges-merged = Your two memberships are one now. Member number { $number }, { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } in all; orders, coupons and qualifying points are here too. Not what you wanted? Send /human: it can be taken back for 30 days.
merges-undone = Your memberships are two again. The number of this one is { $number }.
