merges-same = Both numbers are the same member.
merges-closed = Member { $number } has been merged or erased, so it can’t be merged again.
merges-unknown = There is no merge to take back for { $number }.
merges-too-late = A merge can be taken back for 30 days (that was until { $until }).
merges-merged = Your two memberships are one now. Member number { $number }, { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } in all; orders, coupons and qualifying points are here too. Not what you wanted? Send /human: it can be taken back for 30 days.
merges-undone = Your memberships are two again. The number of this one is { $number }.
merges-how-to =
    Like this: /merge number-that-goes number-that-stays reason
    For example: /merge 10000001 10000002 showed both cards in the shop
merges-look = The first is going to become part of the second:
merges-source = Goes
merges-target = Stays
merges-side =
    { $role }: { $number } ({ $joined ->
        [yes] joined
       *[no] orders only
    })
    { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } · { NUMBER($qualifying) } qualifying · { $tier }
merges-look-after = Points, orders, coupons and check-ins go to the one that stays, and the stricter opt-out counts. /unmerge takes it back within { $days } days.
merges-sure = I have checked, merge
merges-done = Merged. { $number } has { NUMBER($points) ->
        [one] { NUMBER($points) } point
       *[other] { NUMBER($points) } points
    } now; { NUMBER($rows) ->
        [one] { NUMBER($rows) } record
       *[other] { NUMBER($rows) } records
    } moved. It can be taken back until { $until }.
merges-undo-how-to = Like this: /unmerge number-that-went reason
merges-undo-done = { $source } and { $target } are two members again. { NUMBER($lent) ->
        [one] { NUMBER($lent) } point
       *[other] { NUMBER($lent) } points
    } that one had spent of the other’s stay spent and are booked.
