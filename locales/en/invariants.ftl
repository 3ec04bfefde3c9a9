invariants-broken =
    🚨 The ledger does not add up in { NUMBER($count) } places.
    { $faults }
    Correct nothing by hand yet: main.py recount lists them all.
