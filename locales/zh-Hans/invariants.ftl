invariants-broken =
    🚨 积分账不平：{ NUMBER($count) } 处。
    { $faults }
    先不要手工改账，用 main.py recount 看全部，再查这些流水。
