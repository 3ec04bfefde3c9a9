deductions-ask =
    💰 用 { $points } 积分抵 { $value }？
    这单 { $amount }{ $placed ->
        [0] {""}
       *[other] ，{ $store }
    }。点「确认」才会扣，2 分钟内有效。
deductions-yes = ✓ 确认抵扣
deductions-no = 不用了
deductions-confirmed = ✓ 已用 { $points } 积分抵 { $value }，还需付 { $due }。
deductions-declined = 好，没有扣积分。
deductions-to-clerk =
    { $state ->
        [confirmed] ✓ 顾客已确认：{ $points } 积分抵 { $value }，请收 { $due }（原价 { $amount }）。
        [declined] 顾客没有用积分，请收 { $amount }。
       *[lapsed] 顾客 2 分钟内没有确认，积分没有扣，请收 { $amount }。
    }
deductions-undo = ↩️ 撤销抵扣
deductions-undone = ↩️ 刚才抵扣的 { $points } 积分已退回给你。
deductions-undone-clerk = ↩️ 已撤销，{ $points } 积分退回给顾客，请收 { $amount }。
deductions-unknown = 没有这笔抵扣。
deductions-over = 这笔抵扣已经处理过，或超过 2 分钟了。
deductions-none = 现在不能用积分抵扣。
deductions-too-few = 抵不了：{ $step } 积分起抵，按单有上限；顾客现有 { $balance } 积分。
deductions-still-asked = 这次接待已经有一笔抵扣了。
