gaps-list = 🕳 最近 { $days } 天没答上来的问题，共 { $count } 组（问的人多的在前）：
gaps-line = { $place }. { $question } — { $size } 次，{ $askers } 人 { $trend }
gaps-none = 最近 { $days } 天没有留下没答上来的问题。
gaps-card = 🕳 「{ $question }」 — { $size } 次，{ $askers } 人
gaps-trend = 近 7 天 { $recent } 次，再前 7 天 { $before } 次 { $trend }
gaps-example = 　· { $question }
gaps-why-nothing = 现在没有沾边的条目。
gaps-why-far = 最接近的是「{ $title }」，但多半不是一回事（{ $fit }%），所以没拿它回答。
gaps-why-unsure = 最接近的是「{ $title }」，把握不够（{ $fit }%），只给了选项，没有人选。
gaps-why-unhelpful = 答过「{ $title }」，多数人说没用。
gaps-why-limited = 「{ $title }」能答，但只给部分等级看。
gaps-why-expired = 「{ $title }」能答，但不在有效期内。
gaps-write = ✍️ 写答案
gaps-phrase = ➕ 加为「{ $title }」的问法
gaps-ignore = 🙈 不归我们
gaps-back = ← 清单
gaps-file = 📄 CSV
gaps-file-caption = 没答上来的问题，{ $count } 组。
gaps-ignored = 好，这组不再列出来
gaps-phrased = 已加 { $count } 个问法到「{ $title }」，马上生效。
gaps-phrased-soon = 已加 { $count } 个问法到「{ $title }」。索引暂时更新不了，几分钟内会自动再试。
gaps-only-operators = 写答案、加问法要运营来做。
gaps-gone = 这组已经处理过，或清单刚更新过。再发一次 /gaps。
gaps-weekly =
    🕳 这周有 { $count } 组问题没答上来，问得最多的：
    { $lines }
gaps-open = 打开清单
