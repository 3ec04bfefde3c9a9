verdicts-how-to = 用法：/feedback 或 /feedback 天數（1 到 { $most }）。
verdicts-none = 最近 { $days } 天給出 { $given } 則回答，還沒有人評價。
verdicts-all = 📊 最近 { $days } 天：{ $given } 則回答，{ $n } 則有評價，其中 { $share } 覺得有幫助。
verdicts-modes = 依回答方式
verdicts-languages = 依語言
verdicts-prompts = 依提示詞版本
verdicts-mode-curated = 人工定稿
verdicts-mode-account = 會員本人的資料
verdicts-mode-extractive = FAQ 原文
verdicts-mode-agent = 模型
verdicts-mode-courtesy = 寒暄
verdicts-share = · { $name }：{ $share } 有幫助（n={ $n }）
verdicts-article = 👎 { $id }：{ $n } 則評價中 { $down } 則沒幫助（{ $reasons }）
verdicts-unsourced = 👎 沒有引用條目的回答：
verdicts-quote = 　「{ $question }」
verdicts-comma = 、
