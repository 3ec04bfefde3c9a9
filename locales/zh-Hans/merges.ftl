merges-same = 这两个会员号是同一位会员。
merges-closed = 会员 { $number } 已合并或注销，不能再合并。
merges-unknown = 没有找到可以拆回的合并：{ $number }。
merges-too-late = 合并满 30 天就不能拆回了（截止 { $until }）。
merges-merged = 你的两份会员资料已合成一份。会员号 { $number }，共 { NUMBER($points) } 积分；订单、券和成长值都在这里。不是你要的？发 /human，30 天内可以拆回。
merges-undone = 会员资料已拆回两份，这一份的会员号是 { $number }。
