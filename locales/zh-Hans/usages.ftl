usages-title = 🧠 语言模型用量（费用按设置的单价估算）
usages-period = { $days ->
    [1] 今天
   *[other] 最近 { $days } 天
}：请求 { $calls } 次，读入 { $taken } 个 token，写出 { $given } 个，约合 { $cost }。
usages-mode = · { $mode }：{ $count } 条，占 { $share }%
usages-mode-agent = 模型回答
usages-mode-extractive = 原文摘取
usages-mode-account = 查账户
usages-mode-curated = 人工审定
usages-mode-courtesy = 寒暄与转接
usages-cap = 全体每日上限：{ $tokens } 个 token，用完后自动改为不用模型回答。
usages-no-cap = 没有设全体每日上限。
usages-cap-reached = 🧠 今天的模型用量到了上限（{ $tokens } 个 token）。明天之前，提问改由常见问题和账户查询直接回答，会员不受打扰。/usage 看明细。
