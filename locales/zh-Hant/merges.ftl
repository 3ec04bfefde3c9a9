merges-same = 這兩個會員編號是同一位會員。
merges-closed = 會員 { $number } 已合併或註銷，不能再合併。
merges-unknown = 找不到可以拆回的合併：{ $number }。
merges-too-late = 合併滿 30 天就不能拆回了（截止 { $until }）。
merges-merged = 你的兩份會員資料已合成一份。會員編號 { $number }，共 { NUMBER($points) } 點；訂單、券和成長值都在這裡。不是你要的？傳 /human，30 天內可以拆回。
merges-undone = 會員資料已拆回兩份，這一份的會員編號是 { $number }。
