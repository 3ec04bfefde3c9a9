tickets-opened =
    { $wait ->
        [measured] 已转给同事（工单 { $ticket }），目前排在第 { $place } 位，最近一般 { $minutes } 分钟内回复。接下来你写的、发的图片都会转过去。
       *[promised] 已转给同事（工单 { $ticket }），目前排在第 { $place } 位，我们会尽量在 { $minutes } 分钟内回复。接下来你写的、发的图片都会转过去。
    }
tickets-in-queue =
    { $wait ->
        [measured] 工单 { $ticket } 排在第 { $place } 位，最近一般 { $minutes } 分钟内回复。
       *[promised] 工单 { $ticket } 排在第 { $place } 位，我们会尽量在 { $minutes } 分钟内回复。
    }
tickets-opened-later = 已记下（工单 { $ticket }）。同事 { $opens } 上线，上线后第一时间回复；你可以继续补充。
tickets-has-agent = 工单 { $ticket } 正由「{ $agent }」处理，直接写就好。
tickets-taken = 「{ $agent }」来接待你了，直接写就好。
tickets-no-question = （没有写问题）
tickets-no-desk = 现在没有人工客服。可以换个说法再问我一次。
tickets-where = 排到第几了
tickets-cancel = 不用人工了
tickets-cancelled = 好的，已取消人工。有事随时叫我。
tickets-cancelled-agent = 工单 { $ticket }：会员说不用人工了。
tickets-resolved = 这次的问题已处理完，满意吗？点几颗星告诉我们。没解决就点「还没解决」，接着上次说。
tickets-resolved-agent = ✅ 工单 { $ticket } 已解决（{ $agent }）。
tickets-warned = 还在吗？{ $hours } 小时内没有新消息，这张工单会自动结束；有事接着写就行。
tickets-expired = 工单 { $ticket } 很久没有新消息，先结束了。还需要就点下面。
tickets-expired-agent = 工单 { $ticket } 因会员久未回复，自动结束。
tickets-reopened = 工单 { $ticket } 重新打开了，接着写就好。
tickets-reopened-agent = 🔁 工单 { $ticket } 重新打开。
tickets-again = 还没解决
tickets-transcript = 对话记录
tickets-transcript-title = 工单 { $ticket } 的对话记录
tickets-transcript-member = 会员
tickets-transcript-agent = 同事
tickets-rated-agent = 工单 { $ticket } 的评价：{ $stars } { $words }
tickets-stars-wrong = 评价是 1 到 5 颗星。
tickets-say-more = 谢谢！愿意多说一句吗？回复这条消息就好。
tickets-thanks = 收到，谢谢你。
tickets-in-private = 转人工在私聊里进行，旁人看不到。点这里：
tickets-over = 没有送达：这里没有进行中的工单。会员再发 /human，或点「重新打开」，就能接着说。
tickets-none = 现在没有可以这样处理的工单。要找人工，发 /human。
