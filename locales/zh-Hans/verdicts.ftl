verdicts-how-to = 用法：/feedback 或 /feedback 天数（1 到 { $most }）。
verdicts-none = 最近 { $days } 天给出 { $given } 个回答，还没有人评价。
verdicts-all = 📊 最近 { $days } 天：{ $given } 个回答，{ $n } 个有评价，其中 { $share } 觉得有用。
verdicts-modes = 按回答方式
verdicts-languages = 按语言
verdicts-prompts = 按提示词版本
verdicts-mode-curated = 人工定稿
verdicts-mode-account = 会员自己的数据
verdicts-mode-extractive = FAQ 原文
verdicts-mode-agent = 模型
verdicts-mode-courtesy = 寒暄
verdicts-share = · { $name }：{ $share } 有用（n={ $n }）
verdicts-article = 👎 { $id }：{ $n } 个评价里 { $down } 个没用（{ $reasons }）
verdicts-unsourced = 👎 没有引用条目的回答：
verdicts-quote = 　「{ $question }」
verdicts-comma = 、
