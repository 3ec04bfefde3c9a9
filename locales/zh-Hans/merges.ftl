merges-same = 这两个会员号是同一位会员。
merges-closed = 会员 { $number } 已合并或注销，不能再合并。
merges-unknown = 没有找到可以拆回的合并：{ $number }。
merges-too-late = 合并满 30 天就不能拆回了（截止 { $until }）。
merges-merged = 你的两份会员资料已合成一份。会员号 { $number }，共 { NUMBER($points) } 积分；订单、券和成长值都在这里。不是你要的？发 /human，30 天内可以拆回。
merges-undone = 会员资料已拆回两份，这一份的会员号是 { $number }。
merges-how-to =
    写法：/merge 并入的会员号 保留的会员号 原因
    比如：/merge 10000001 10000002 本人到店核对过证件
merges-look = 要把第一位并入第二位：
merges-source = 并入后不再单独存在
merges-target = 保留
merges-side =
    { $role }：{ $number }（{ $joined ->
        [yes] 已入会
       *[no] 只有订单
    }）
    { NUMBER($points) } 积分 · 成长值 { NUMBER($qualifying) } · { $tier }
merges-look-after = 积分、订单、券、签到都归保留的一方，退订从严；{ $days } 天内可用 /unmerge 拆回。
merges-sure = 核对过了，合并
merges-done = 合并好了。{ $number } 现在有 { NUMBER($points) } 积分，移动了 { NUMBER($rows) } 条记录。{ $until } 之前可以拆回。
merges-undo-how-to = 写法：/unmerge 被并入的会员号 原因
merges-undo-done = 拆好了：{ $source } 和 { $target } 又是两位会员。其间互相用掉 { NUMBER($lent) } 积分，已记在各自账上。
