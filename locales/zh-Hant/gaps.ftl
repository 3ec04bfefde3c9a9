gaps-list = 🕳 最近 { $days } 天沒答上來的問題，共 { $count } 組（問的人多的在前）：
gaps-line = { $place }. { $question } — { $size } 次，{ $askers } 人 { $trend }
gaps-none = 最近 { $days } 天沒有留下沒答上來的問題。
gaps-card = 🕳 「{ $question }」 — { $size } 次，{ $askers } 人
gaps-trend = 近 7 天 { $recent } 次，再前 7 天 { $before } 次 { $trend }
gaps-example = 　· { $question }
gaps-why-nothing = 目前沒有相關的條目。
gaps-why-far = 最接近的是「{ $title }」，但多半不是同一件事（{ $fit }%），所以沒拿它回答。
gaps-why-unsure = 最接近的是「{ $title }」，把握不夠（{ $fit }%），只列了選項，沒有人選。
gaps-why-unhelpful = 回答過「{ $title }」，多數人說沒幫助。
gaps-why-limited = 「{ $title }」答得了，但只給部分等級看。
gaps-why-expired = 「{ $title }」答得了，但不在有效期間內。
gaps-write = ✍️ 寫答案
gaps-phrase = ➕ 加為「{ $title }」的問法
gaps-ignore = 🙈 不歸我們
gaps-back = ← 清單
gaps-file = 📄 CSV
gaps-file-caption = 沒答上來的問題，{ $count } 組。
gaps-ignored = 好，這組不再列出
gaps-phrased = 已把 { $count } 個問法加到「{ $title }」，立即生效。
gaps-phrased-soon = 已把 { $count } 個問法加到「{ $title }」。索引暫時無法更新，幾分鐘內會自動再試。
gaps-only-operators = 寫答案、加問法要由營運來做。
gaps-gone = 這組已經處理過，或清單剛更新過。再傳一次 /gaps。
gaps-weekly =
    🕳 這週有 { $count } 組問題沒答上來，問得最多的：
    { $lines }
gaps-open = 打開清單
