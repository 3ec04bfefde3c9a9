help-member =
    我是{ $assistant }，有问题直接打字问我就好，比如「我的积分什么时候过期」。

    /code 会员码 · /points 积分 · /tier 等级 · /benefits 权益 · /coupons 券
    /rewards 积分兑换 · /redemptions 我的兑换 · /sale 秒杀
    /foryou 为你推荐 · /orders 订单 · /why 积分怎么来的
    /card 会员年卡 · /invite 邀请朋友
    /checkin 签到 · /streak 连续签到 · /rank 排行榜
    /profile 我的资料 · /settings 通知设置 · /language 语言
    /privacy 隐私 · /human 找人工
help-clerk = 店员：/counter 核销券、交付兑换、积分抵扣
help-agent = 客服：/tickets 工单队列 · /ticket 工单号 看一张 · /desk 客服台数据
help-operator =
    运营：/campaign 新建群发 · /campaigns 群发列表 · /proofs 审打卡
    /adjust 调整积分 · /issue 发券 · /revoke 收回券
    /merge 合并会员 · /unmerge 拆回 · /claims 手机号认领
    /grantcard 送年卡 · /refundcard 退年卡 · /referrals 核对邀请
    /tierdryrun 等级试算 · /claimrates 权益领取率
    /feedback 回答的评价 · /gaps 没答上来的问题 · /write 写一条回答 · /articles 全部回答 · /usage 模型用量
    /staff 店员与权限 · /counter 核销
help-join-first = 先入会就能用了，一点就好。
help-join-here = 先入会就能用了：发 /start，一点就好。
help-unknown-command = 没有这个命令。发 /help 看看能做什么，或者直接打字问我。
help-stale = 这个按钮已经过期或不是给你的。发 /help 重新开始。
