tiers-standing = { $emoji } { $tier }
tiers-next = { tiers-missing }，升级{ $tier }
tiers-highest = 已是最高等级，最近一期累计 { $qualifying }
tiers-keep = { $tier }有效期至 { $until }；{ tiers-missing }即可保级
tiers-kept = { $tier }有效期至 { $until }，已达保级线 ✅
tiers-benefits = 你的权益
tiers-promoted = 🎉 升级啦！你现在是{ $tier }。新权益已经生效。
tiers-see = 看看新权益
tiers-open = 看看我的等级
tiers-missing = { $ways ->
    [spend] 再消费 { $spend }
    [purchases] 再买 { NUMBER($purchases) } 单
    [qualifying-spend] 再积 { NUMBER($qualifying) } 成长值，或再消费 { $spend }
    [qualifying-purchases] 再积 { NUMBER($qualifying) } 成长值，或再买 { NUMBER($purchases) } 单
    [qualifying-spend-purchases] 再积 { NUMBER($qualifying) } 成长值，或再消费 { $spend }，或再买 { NUMBER($purchases) } 单
   *[qualifying] 再积 { NUMBER($qualifying) } 成长值
}
tiers-ends-soon = 你的{ $tier }有效期到 { $until }，{ $days ->
    [0] 就是今天
   *[other] 还有 { NUMBER($days) } 天
}。{ tiers-missing }，就能再续一期。
tiers-in-grace = { $tier }的有效期到了，不过先别急：{ $until }前还在宽限期，等级和权益照旧。{ tiers-missing }，就当什么都没发生。
tiers-kept-on = 保级成功 ✅ { $tier }续到 { $until }。谢谢你常来。
tiers-lowered = 宽限期已过，你的等级从{ $before }调整为{ $tier }，新等级的权益即刻生效。{ $ways ->
    [none] 下一次消费后就能回到{ $before }。
   *[other] { tiers-missing }，就能回到{ $before }。
}
tiers-unknown = 没有「{ $tier }」这个等级。
tiers-floor-over = 保底等级的截止时间已经过去了：{ $until }。
tiers-whatif-spend = 试算：再消费 { $spend }（{ NUMBER($orders) } 单）
tiers-whatif-usual = 每单按你最近几单的中位数 { $usual } 估算
tiers-whatif-qualifying = 成长值 { NUMBER($before) } → { NUMBER($after) }
tiers-whatif-amounts = 消费额 { $before } → { $after }
tiers-whatif-purchases = 单数 { NUMBER($before) } → { NUMBER($after) }
tiers-whatif-already = 你现在已经是{ $tier }
tiers-whatif-rises = 会升到{ $tier } ✅
tiers-whatif-not-yet = 还到不了{ $tier }：{ tiers-missing }
tiers-whatif-keeps = { $tier }够保级了 ✅ { $until }到期后再续一期
tiers-whatif-kept = { $tier }本来就已达保级线 ✅ { $until }到期后再续一期
tiers-whatif-loses = { $tier }还不够保级：到 { $until }前，{ tiers-missing }
tiers-whatif-note = 只是试算，什么都没有改动。
tiers-whatif-unlikely = 这样的消费我算不了：最多算 { NUMBER($orders) } 单，每单不超过 { $limit }。
tiers-whatif-amount = 告诉我打算消费多少元，我就能算，例如「再消费 200 元能保级吗」。
tiers-keep-from = 保级从 { $day } 开始计
tiers-grace = 有效期已过，宽限期到 { $until }；{ $missing }即可保级
tiers-floor = 年卡保底到 { $until }，你自己攒到的是{ $tier }
tiers-unit-qualifying = 成长值
tiers-unit-spend = 消费
tiers-unit-purchases = 单数
tiers-benefits-open = 领权益
tiers-story = 等级记录
tiers-story-list = 等级记录（最近的在前）
tiers-story-none = 等级还没有变动过。升级、保级都会记在这里。
tiers-story-reached = { $day }　{ $before } → { $after }，达到升级线
tiers-story-kept = { $day }　{ $after }，保级成功
tiers-story-lowered = { $day }　{ $before } → { $after }，宽限期后未达保级线
tiers-story-card = { $day }　{ $before } → { $after }，年卡开通
tiers-story-card-ended = { $day }　{ $before } → { $after }，年卡结束
tiers-story-merged = { $day }　{ $before } → { $after }，会员合并
tiers-story-unmerged = { $day }　{ $before } → { $after }，合并撤销
tiers-story-own = 自己攒到：{ $tier }
tiers-dry = 等级试算：磁盘上的规则 { $proposed } 对比现行规则 { $version }，共 { NUMBER($count) } 位会员
tiers-dry-same = 等级试算：磁盘上的规则与现行规则相同（{ $proposed }），共 { NUMBER($count) } 位会员
tiers-dry-move = · { $before } → { $after }：现行 { NUMBER($today) } 人，新规则 { NUMBER($then) } 人
tiers-dry-sample = 　结果不同的例子（{ $before } → { $after }）：{ $numbers }
tiers-dry-nobody = 两套规则下都没有人变动。
tiers-dry-note = 按最近一期的累计估算，没有写入任何数据。改门槛本身不会移动任何人：升级在下一次达标时，降级在各自到期时。
tiers-dry-wrong = 磁盘上的会员计划有误，先改好再试算：
    { $faults }
