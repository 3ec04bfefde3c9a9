invariants-broken =
    🚨 點數帳不平：{ NUMBER($count) } 處。
    { $faults }
    先不要手動改帳，用 main.py recount 看全部，再查這些紀錄。
