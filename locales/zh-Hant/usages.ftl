usages-title = 🧠 語言模型用量（費用依設定的單價估算）
usages-period = { $days ->
    [1] 今天
   *[other] 最近 { $days } 天
}：呼叫 { $calls } 次，讀入 { $taken } 個 token，寫出 { $given } 個，約 { $cost }。
usages-mode = · { $mode }：{ $count } 則，占 { $share }%
usages-mode-agent = 模型回答
usages-mode-extractive = 摘錄原文
usages-mode-account = 查帳戶
usages-mode-curated = 人工審定
usages-mode-courtesy = 問候與轉接
usages-cap = 全體每日上限：{ $tokens } 個 token，用完就自動改為不用模型回答。
usages-no-cap = 沒有設定全體每日上限。
usages-cap-reached = 🧠 今天的模型用量已達上限（{ $tokens } 個 token）。明天以前，提問改由常見問題與帳戶查詢直接回答，會員不受影響。明細請看 /usage。
