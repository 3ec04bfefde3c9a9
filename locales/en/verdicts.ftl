verdicts-how-to = Usage: /feedback, or /feedback and a number of days (1 to { $most }).
verdicts-none = { $given } answers in the last { $days } days, and nobody has rated one yet.
verdicts-all = 📊 Last { $days } days: { $given } answers, { $n } of them rated, { $share } helpful.
verdicts-modes = By kind of answer
verdicts-languages = By language
verdicts-prompts = By prompt version
verdicts-mode-curated = Curated
verdicts-mode-account = The member’s own data
verdicts-mode-extractive = FAQ, word for word
verdicts-mode-agent = Model
verdicts-mode-courtesy = Small talk
verdicts-share = · { $name }: { $share } helpful (n={ $n })
verdicts-article = 👎 { $id }: { $down } of { $n } ratings say no ({ $reasons })
verdicts-unsourced = 👎 Answers that cite no article:
verdicts-quote = { "  " }“{ $question }”
verdicts-comma = { ", " }
