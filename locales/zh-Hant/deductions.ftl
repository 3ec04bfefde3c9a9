deductions-ask =
    💰 用 { $points } 點折抵 { $value }？
    這筆 { $amount }{ $placed ->
        [0] {""}
       *[other] ，{ $store }
    }。點「確認」才會扣，2 分鐘內有效。
deductions-yes = ✓ 確認折抵
deductions-no = 不用了
deductions-confirmed = ✓ 已用 { $points } 點折抵 { $value }，還需付 { $due }。
deductions-declined = 好，沒有扣點數。
deductions-to-clerk =
    { $state ->
        [confirmed] ✓ 顧客已確認：{ $points } 點折抵 { $value }，請收 { $due }（原價 { $amount }）。
        [declined] 顧客沒有用點數，請收 { $amount }。
       *[lapsed] 顧客 2 分鐘內沒有確認，點數沒有扣，請收 { $amount }。
    }
deductions-undo = ↩️ 取消折抵
deductions-undone = ↩️ 剛才折抵的 { $points } 點已退還給你。
deductions-undone-clerk = ↩️ 已取消，{ $points } 點退還給顧客，請收 { $amount }。
deductions-unknown = 沒有這筆折抵。
deductions-over = 這筆折抵已經處理過，或超過 2 分鐘了。
deductions-none = 現在不能用點數折抵。
deductions-too-few = 無法折抵：{ $step } 點起折，依單有上限；顧客現有 { $balance } 點。
deductions-still-asked = 這次接待已經有一筆折抵了。
