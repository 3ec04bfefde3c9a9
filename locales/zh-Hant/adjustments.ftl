adjustments-how-to =
    用法：/adjust 會員編號 ±點數 原因
    例如：/adjust 62014380 +50 門市補登
    原因會員看得到。超過 { NUMBER($limit) } 點，或調整自己的帳戶，要另一位同事確認。
adjustments-done = ✅ { $number } 已調整 { $amount } 點，會員已收到通知。
adjustments-waiting = 🕓 { $number } { $amount } 點超過了單人上限，已請其他同事確認。
adjustments-withdraw = 撤回
adjustments-asked =
    🧾 點數調整待確認
    會員 { $number }，{ $amount } 點
    原因：{ $reason }
adjustments-approve = ✅ 同意
adjustments-decline = ✖️ 不同意
adjustments-approved = ✅ { $number } 的 { $amount } 點已確認入帳。
adjustments-declined = ✖️ { $number } 的 { $amount } 點沒有入帳。
adjustments-given =
    🎁 為你補了 { NUMBER($amount) } 點。
    原因：{ $reason }
adjustments-taken =
    ➖ 更正了點數，扣回 { NUMBER($amount) } 點。
    原因：{ $reason }
    有疑問直接傳訊息告訴我們。
adjustments-reason-missing = 請寫上原因：它會留在紀錄裡，會員也看得到。
adjustments-reason-too-long = 原因太長了，最多 { $most } 個字。
adjustments-amount-absurd = 一次最多調整 { NUMBER($most) } 點。
adjustments-unknown = 找不到這筆調整。
adjustments-already-decided = 這筆調整已經處理過了。
adjustments-same-person = 自己提的調整要請另一位同事確認，你可以撤回。
adjustments-not-approver = 這筆調整要由店主、店長或審批人確認。
adjustments-nobody-else = 超過單人上限的調整需要另一位同事確認，但現在沒有別人有這個權限。先用 /staff 設一位審批人。
