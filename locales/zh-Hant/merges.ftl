merges-same = 這兩個會員編號是同一位會員。
merges-closed = 會員 { $number } 已合併或註銷，不能再合併。
merges-unknown = 找不到可以拆回的合併：{ $number }。
merges-too-late = 合併滿 30 天就不能拆回了（截止 { $until }）。
merges-merged = 你的兩份會員資料已合成一份。會員編號 { $number }，共 { NUMBER($points) } 點；訂單、券和成長值都在這裡。不是你要的？傳 /human，30 天內可以拆回。
merges-undone = 會員資料已拆回兩份，這一份的會員編號是 { $number }。
merges-how-to =
    寫法：/merge 併入的會員編號 保留的會員編號 原因
    例如：/merge 10000001 10000002 本人到店核對過證件
merges-look = 要把第一位併入第二位：
merges-source = 併入後不再單獨存在
merges-target = 保留
merges-side =
    { $role }：{ $number }（{ $joined ->
        [yes] 已入會
       *[no] 只有訂單
    }）
    { NUMBER($points) } 點 · 成長值 { NUMBER($qualifying) } · { $tier }
merges-look-after = 點數、訂單、券、簽到都歸保留的一方，退訂從嚴；{ $days } 天內可用 /unmerge 拆回。
merges-sure = 核對過了，合併
merges-done = 合併好了。{ $number } 現在有 { NUMBER($points) } 點，移動了 { NUMBER($rows) } 筆紀錄。{ $until } 之前可以拆回。
merges-undo-how-to = 寫法：/unmerge 被併入的會員編號 原因
merges-undo-done = 拆好了：{ $source } 和 { $target } 又是兩位會員。其間互相用掉 { NUMBER($lent) } 點，已記在各自帳上。
