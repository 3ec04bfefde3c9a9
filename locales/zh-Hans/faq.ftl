# 由会员计划的规则生成的知识条目：标题、常见问法、答案。数字都来自规则本身。
faq-comma = 、
faq-enumeration = 、
faq-or = ，或
faq-semicolon = ；
faq-days = { $days } 天
faq-every-day = 每天
faq-working-days = 工作日
faq-day-mon = 周一
faq-day-tue = 周二
faq-day-wed = 周三
faq-day-thu = 周四
faq-day-fri = 周五
faq-day-sat = 周六
faq-day-sun = 周日

faq-earning-title = 消费怎么得积分？
faq-earning-asked =
    积分怎么攒
    一块钱多少积分
    花多少钱得一分
    积分怎么计算
    积分规则
    各等级积分几倍
    买东西给积分吗
    积分比例
faq-earning-base = 每实付 { $unit } 得 { $points } 积分，算到最后，零头舍去。
faq-earning-tiers = 等级会加速：{ $tiers }。
faq-earning-tier = { $tier } { $factor } 倍
faq-earning-category = { $category }的积分再乘 { $factor } 倍。
faq-earning-when = { $name }（{ $when }）
faq-earning-rate = { $name }：每 { $unit } 另得 { $points } 积分。
faq-earning-factor = { $name }：积分是平时的 { $factor } 倍。
faq-earning-unit = { $name }：每件另得 { $points } 积分。
faq-earning-behaviour = { $name }：另得 { $points } 积分。
faq-earning-from = { $day } 起
faq-earning-until = 到 { $day } 为止
faq-earning-from-spend = 满 { $amount }
faq-earning-first-order = 第一单
faq-earning-limit-points = { $span ->
    [day] 每天最多 { $points } 积分。
    [week] 每周最多 { $points } 积分。
    [month] 每月最多 { $points } 积分。
    [year] 每年最多 { $points } 积分。
   *[other] 总共最多 { $points } 积分。
}
faq-earning-limit-times = { $span ->
    [day] 每天最多 { $times } 次。
    [week] 每周最多 { $times } 次。
    [month] 每月最多 { $times } 次。
    [year] 每年最多 { $times } 次。
   *[other] 总共最多 { $times } 次。
}

faq-pending-title = 积分什么时候到账？
faq-pending-asked =
    积分多久到账
    为什么积分是待到账
    待到账是什么意思
    刚买完积分能马上用吗
    积分几天生效
    积分还没到
faq-pending-at-once = 付款后积分即时到账，马上能用。
faq-pending-days = 积分在付款 { $days } 天后到账。
faq-pending-category = 单里有{ $categories }的，这一单的积分 { $days } 天后生效，因为这期间还可以退货。

faq-expiry-title = 积分会过期吗？
faq-expiry-asked =
    积分有效期多久
    积分多久过期
    积分什么时候清零
    积分能保留多长时间
    积分会不会作废
    过期的积分能恢复吗
    积分到期提醒
faq-expiry-never = 不会过期，放心攒着。
faq-expiry-months = 会。每笔积分自获得起有效 { $months } 个月，到那个月的最后一天才失效。
faq-expiry-fixed = 会。积分在每年的 { $day }（月-日）统一到期。
faq-expiry-inactivity = 只要常来就不会：连续 { $months } 个月没有积分进出，才会失效。
faq-expiry-reminder = 到期前 { $days } 天我会提醒你。
faq-expiry-first = 花的时候永远先用最快到期的那笔；已经过期的无法恢复。

faq-ways-title = 不消费也能得积分吗？
faq-ways-asked =
    还有什么办法得积分
    怎么免费拿积分
    写评价给积分吗
    填问卷有积分吗
    完善资料送多少积分
    留手机号送积分吗
    参加活动有积分吗
    除了买东西怎么攒积分
faq-ways-intro = 能，除了签到、任务和邀请，还有：
faq-ways-phone = 留手机号 { $points } 积分
faq-ways-birthday = 填生日 { $points } 积分
faq-ways-preferences = 选口味 { $points } 积分
faq-ways-review = 写评价 { $points } 积分
faq-ways-share = 分享 { $points } 积分
faq-ways-survey = 填问卷 { $points } 积分
faq-ways-event = 参加线下活动 { $points } 积分
faq-ways-whole = 资料每项送一次，全填好共 { $points } 积分。
faq-ways-more = 资料在 /profile 里填，签到发 /checkin，邀请发 /invite。

faq-spending-title = 积分能抵钱吗？
faq-spending-asked =
    积分能抵现金吗
    积分抵扣怎么算
    多少积分抵一块钱
    买单时能用积分吗
    积分可以当钱花吗
    积分抵扣上限
    一单最多抵多少
faq-spending-told =
    能。结账时每 { $points } 积分抵 { $amount }，最多抵这单的 { $share }%。
    发 /code 给店员扫，他报好金额，你在自己手机上点「确认」才会扣。

faq-refunded-title = 退款后积分怎么算？
faq-refunded-asked =
    退货积分会扣吗
    退单后积分怎么办
    退款会扣积分吗
    退款扣多少积分
    积分花掉了又退款怎么办
    退了货成长值还在吗
faq-refunded-share = 退多少钱，就按比例收回这一单得的积分和成长值。
faq-refunded-only-pending = 只收回还没到账的；已经能用的不动。
faq-refunded-within-balance = 要是那些积分已经花掉了，最多扣到 0，不会让你倒欠。
faq-refunded-allow-debt = 要是那些积分已经花掉了，差额记着，由之后得的积分先补上。

faq-ladder-title = 会员等级有哪些？
faq-ladder-asked =
    会员分几级
    怎么升级
    成长值要多少才能升级
    升级需要消费多少
    等级怎么划分
    最高等级是什么
    等级有效期多久
    等级门槛
faq-ladder-intro = 一共 { $tiers } 级，达到就升：
faq-ladder-step = { $tier }：{ $amount }
faq-ladder-qualifying = { $points } 成长值
faq-ladder-spend = 消费满 { $amount }
faq-ladder-purchases = { $count } 单
faq-ladder-rolling = 看最近 { $months } 个月累计的。刚好踩线也算，升级即享，有效 { $months } 个月。
faq-ladder-calendar = 按自然年累计。刚好踩线也算，升级即享，有效到第二年年底。

faq-keeping-title = 怎么保级？
faq-keeping-asked =
    保级要多少成长值
    保级条件
    怎么续等级
    等级到期怎么办
    保住等级需要什么
    到期前会提醒吗
    保级线是多少
faq-keeping-rolling = 保级比升级容易：在等级有效的 { $months } 个月里攒到下面的数，就续一期。
faq-keeping-calendar = 保级比升级容易：在这个自然年里攒到下面的数，就续到下一年年底。
faq-keeping-warned = 到期前 { $days }，我会告诉你还差多少。

faq-lowering-title = 没保住等级会怎样？
faq-lowering-asked =
    会降级吗
    降级降几级
    等级会掉吗
    没达到保级线怎么办
    宽限期多久
    降级规则
    掉级
faq-lowering-grace = 先有 { $days } 天宽限期，期间等级和权益照旧，补够了就当什么都没发生。
faq-lowering-none = 等级到手就是你的，不会降。
faq-lowering-one-down = 还是不够才降，而且只降一级。
faq-lowering-to-qualified = 还是不够，就按当时的累计落到相应的等级。

faq-benefits-title = 各等级有什么权益？
faq-benefits-asked =
    会员有什么好处
    会员权益
    等级福利
    升级有什么用
    不同等级有什么区别
    高等级有什么优惠
faq-benefits-points = 积分 { $factor } 倍
faq-benefits-one = { $name }：{ $text }
faq-benefits-inherited = 高等级同时享有低等级的权益，积分倍数取自己等级的那一个。

faq-card-title = 会员年卡多少钱？
faq-card-asked =
    年卡是什么
    付费会员多少钱
    怎么买会员卡
    能直接买等级吗
    年卡可以退吗
    年卡能用多久
    年卡会自动续费吗
    用星星买年卡
faq-card-price = 年卡 { $price }，管 { $months } 个月，期间至少享{ $tier }；用 Telegram 付是 { $stars } Stars，发 /card 就能买。
faq-card-monthly = 也可以按月订阅，每 30 天 { $stars } Stars，随时能停。
faq-card-refund = 买后 { $days } 天内没领过权益，可以全额退。
faq-card-renewal = 一次买断的不自动续费，到期前 { $days }，我会提醒你。

faq-table-title = 签到一天给多少积分？
faq-table-asked =
    签到有多少积分
    每天签到送几分
    连续签到怎么算积分
    签到积分规则
    签到第七天给多少
    签到一周有多少积分
faq-table-told = { $days } 天一轮，依次得 { $points } 积分；一轮走完从头再来。

faq-milestones-title = 连续签到有额外奖励吗？
faq-milestones-asked =
    连续签到多少天有奖励
    签到里程碑
    签到满一个月给什么
    签到一百天有什么
    一直签到有奖励吗
    签到一整年送多少积分
faq-milestones-one = { $days } 天加 { $points } 积分
faq-milestones-told = 有，连续签到到了这些天数另外加分：{ $milestones }。到了当天自动发，不用领。

faq-freezes-title = 断签保护是什么？
faq-freezes-asked =
    漏签一天会断吗
    断签保护怎么得
    保护卡有几张
    忘记签到怎么办
    连续天数会清零吗
    保护卡最多存几张
faq-freezes-told = 漏签那天会自动用掉一张保护卡，连续天数不断。每连续签到 { $days } 天得 1 张，最多存 { $most } 张。

faq-makeups-title = 漏签了能补签吗？
faq-makeups-asked =
    怎么补签
    补签要多少积分
    补签几天内有效
    每月能免费补签几次
    补签卡
faq-makeups-told = 最近 { $days } 天内漏的可以补。每月 { $free } 次免费，之后依次要 { $prices } 积分。

faq-coupons-title = 都有哪些优惠券？
faq-coupons-asked =
    优惠券有哪些种类
    优惠券使用规则
    优惠券门槛
    优惠券有效期多久
    优惠券能叠加吗
    哪些券可以一起用
    券怎么用划算
faq-coupons-one = { $title }：{ $terms }
faq-coupons-from = 满 { $amount } 可用
faq-coupons-amount = 减 { $amount }
faq-coupons-percent = 减 { $percent }%
faq-coupons-multiplier = 这单积分 { $factor } 倍
faq-coupons-free-up-to = { $amount } 以内免单
faq-coupons-free = 免单
faq-coupons-for = 限{ $goods }
faq-coupons-valid = 到手起 { $days } 天有效
faq-coupons-stacking = 一般一单一张；{ $coupons }可以和别的券同用。
faq-coupons-alone = 一单用一张，不能叠加。

faq-welcome-title = 新会员有什么礼物？
faq-welcome-asked =
    入会送什么
    新人礼
    加入会员有优惠吗
    第一次来有券吗
    见面礼是什么
    新会员优惠券
faq-welcome-told = 入会当场送一张「{ $title }」：{ $terms }。券已经在你账户里，发「优惠券」就能看到。

faq-birthday-title = 生日有什么福利？
faq-birthday-asked =
    生日礼物
    过生日送什么
    生日券
    生日当月有优惠吗
    今天我生日
    生日福利怎么领
faq-birthday-told = 生日当月自动送一张「{ $title }」：{ $terms }。先发 /profile 填好生日。

faq-rewards-title = 积分能换什么？
faq-rewards-asked =
    兑换商城有什么
    积分兑换列表
    多少积分能换一杯
    积分可以换哪些东西
    兑换要多少积分
    积分商城
    积分换礼品
faq-rewards-intro = 按积分从小到大：
faq-rewards-one = { $points } 积分：{ $title }
faq-rewards-tier = （{ $tier }起）
faq-rewards-stock = 发 /rewards 兑换，库存以页面为准。

faq-collecting-title = 兑换的东西留多久？
faq-collecting-asked =
    兑换后多久要去拿
    兑换的实物怎么领
    兑换的东西能留几天
    过期没领怎么办
    兑换码有效期
faq-collecting-told = 替你留 { $days } 天，到店报兑换码就能领；过时没来，积分自动退回。兑换码在 /redemptions。

faq-referral-title = 邀请朋友有什么奖励？
faq-referral-asked =
    怎么邀请好友
    邀请好友送多少积分
    推荐朋友有奖励吗
    拉新奖励
    被邀请的人有什么
    邀请有人数上限吗
    邀请链接在哪
faq-referral-told = 发 /invite 拿到你的专属链接。朋友用它入会，{ $days } 天内有一单实付满 { $amount }：
faq-referral-points = 你得 { $yours } 积分，朋友得 { $theirs } 积分。
faq-referral-coupon = 你还有一张「{ $title }」：{ $terms }。
faq-referral-cash = 你还得 { $amount } 现金，由同事发放。
faq-referral-most = 每月最多 { $count } 位有奖励。
faq-referral-review = { $days } 天内到 { $count } 位，会先由同事看一眼。

faq-sales-title = 秒杀什么时候有？
faq-sales-asked =
    秒杀几点开始
    秒杀怎么参加
    有什么秒杀
    秒杀一人能抢几份
    限时抢购
faq-sales-intro = 发 /sale 能看到，到点在私聊里点「抢」，先到先得：
faq-sales-one = { $title }：{ $cost }，共 { $stock } 份
faq-sales-points = { $points } 积分
faq-sales-free = 免费
faq-sales-when = ，{ $days } { $at } 开始，{ $minutes } 分钟
faq-sales-most = ，每人限 { $count } 份。

faq-hours-title = 门店几点开门，几点关门？
faq-hours-asked =
    营业时间
    几点开门
    几点打烊
    现在还开着吗
    周末营业吗
    早上几点能买到
faq-hours-told = 每天 { $opens }–{ $closes }。节假日有变动时，以门店公告为准。

faq-delivery-title = 外送怎么收费？
faq-delivery-asked =
    配送费多少
    起送价多少
    满多少免配送费
    外卖要多久
    外送几分钟能到
    送货上门收钱吗
faq-delivery-fee = 满 { $least } 起送，配送费 { $fee }。
faq-delivery-free = 实付满 { $amount } 免配送费。
faq-delivery-time = 一般 { $minutes } 分钟内送到。

faq-pickup-title = 自取单能保留多久？
faq-pickup-asked =
    自取能放多久
    晚点去取可以吗
    多久不取会怎样
    取餐时间
    自提保留时间
faq-pickup-told = 做好后替你留 { $minutes } 分钟。

faq-cup-title = 自带杯有优惠吗？
faq-cup-asked =
    自己带杯子便宜吗
    自带杯减多少
    带杯子打折吗
    用自己的杯子
    环保杯优惠
faq-cup-told = 有，自带杯每杯减 { $amount }。

faq-returns-title = 买的商品可以退货吗？
faq-returns-asked =
    几天内可以退货
    退货期限
    不喜欢能退吗
    商品退换
    买错了能退吗
faq-returns-told = 未拆封、不影响再售的，收到起 { $days } 天内可以退换。

faq-refunds-title = 退款多久到账？
faq-refunds-asked =
    退款几天到账
    退的钱什么时候回来
    退款去哪了
    钱多久退回
    退款进度
faq-refunds-told = 同意退款后，{ $days } 个工作日内原路退回。

faq-giftcards-title = 礼品卡有效期多久？
faq-giftcards-asked =
    礼品卡会过期吗
    礼品卡能用多长时间
    礼品卡几年有效
    储值卡有效期
faq-giftcards-told = 自购买起 { $years } 年有效。

faq-people-title = 人工客服几点在？
faq-people-asked =
    客服上班时间
    人工几点在线
    周末有客服吗
    多久有人回复
    客服什么时候上班
    现在有人工吗
faq-people-told = 人工{ $days } { $opens }–{ $closes } 在线，通常 { $minutes } 分钟内回。说「转人工」就行，不在线时先替你记下。

faq-messages-title = 你们多久发一次消息？
faq-messages-asked =
    会发很多广告吗
    一个月推送几条
    晚上会打扰吗
    免打扰时间
    推送频率
    半夜会发消息吗
    每周推荐什么时候发
faq-messages-caps = 营销类一天最多 { $day } 条，一个月最多 { $month } 条。
faq-messages-quiet = { $start }–{ $end } 不发。
faq-messages-weekly = 每周推荐在{ $day } { $at }，一次 { $count } 样。不想收，发 /settings 关掉。

# 核对：条目里的数字与规则不一致时，告诉运营人员。
faq-alarm =
    ⚠️ 知识条目里有 { $count } 处与规则或别的条目对不上：
    { $findings }
    改好条目后运行 main.py index；数字没错、只是与规则无关的，写进条目的 own。
