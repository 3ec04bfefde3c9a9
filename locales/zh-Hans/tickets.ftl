tickets-opened = 已转给同事（工单 { $ticket }），目前排在第 { $place } 位，一般 { $minutes } 分钟内回复。接下来你写的都会转过去。
tickets-opened-later = 已记下（工单 { $ticket }）。同事 { $opens }–{ $closes } 在线，上线后第一时间回复；你可以继续补充。
tickets-no-question = （没有写问题）
tickets-new =
    🙋 工单 { $ticket } · { $name }（{ $tier }）
    { $question }

    回复这条消息即可答复会员。
tickets-stranger = 非会员
tickets-resolve = ✅ 已解决
tickets-cancel = 不用人工了
tickets-cancelled = 好的，已取消人工。有事随时叫我。
tickets-cancelled-agent = 工单 { $ticket } 已由会员取消。
tickets-resolved = 这次的问题已处理完。如果还没解决，再发 /human 就好。
tickets-resolved-agent = 已关闭
tickets-not-delivered = 没有送达：会员可能已停用机器人。
tickets-in-private = 转人工在私聊里进行，旁人看不到。点这里：
tickets-over = 没有送达：这条不属于进行中的工单（可能已关闭）。会员再发 /human 就会开新的。
tickets-none = 现在没有进行中的工单。
tickets-priority = ⭐ 专属客服，请优先接待
