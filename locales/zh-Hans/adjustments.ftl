adjustments-how-to =
    用法：/adjust 会员号 ±积分 原因
    例如：/adjust 62014380 +50 门店补登
    原因会员看得到。超过 { NUMBER($limit) } 分，或调整自己的账户，要另一位同事确认。
adjustments-done = ✅ { $number } 已调整 { $amount } 分，会员已收到通知。
adjustments-waiting = 🕓 { $number } { $amount } 分超过了单人上限，已请其他同事确认。
adjustments-withdraw = 撤回
adjustments-asked =
    🧾 积分调整待确认
    会员 { $number }，{ $amount } 分
    原因：{ $reason }
adjustments-approve = ✅ 同意
adjustments-decline = ✖️ 不同意
adjustments-approved = ✅ { $number } 的 { $amount } 分已确认入账。
adjustments-declined = ✖️ { $number } 的 { $amount } 分没有入账。
adjustments-given =
    🎁 为你补了 { NUMBER($amount) } 积分。
    原因：{ $reason }
adjustments-taken =
    ➖ 更正了积分，扣回 { NUMBER($amount) } 分。
    原因：{ $reason }
    有疑问直接发消息告诉我们。
adjustments-reason-missing = 请写上原因：它会留在记录里，会员也看得到。
adjustments-reason-too-long = 原因太长了，最多 { $most } 个字。
adjustments-amount-absurd = 一次最多调整 { NUMBER($most) } 分。
adjustments-unknown = 没有找到这笔调整。
adjustments-already-decided = 这笔调整已经处理过了。
adjustments-same-person = 自己提的调整要请另一位同事确认，你可以撤回。
adjustments-not-approver = 这笔调整要由店主、店长或审批人确认。
adjustments-nobody-else = 超过单人上限的调整需要另一位同事确认，但现在没有别人有这个权限。先用 /staff 设一位审批人。
