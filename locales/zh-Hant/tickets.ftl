tickets-opened =
    { $wait ->
        [measured] 已轉給同事（案件 { $ticket }），目前排在第 { $place } 位，最近一般 { $minutes } 分鐘內回覆。接下來你寫的、傳的圖片都會轉過去。
       *[promised] 已轉給同事（案件 { $ticket }），目前排在第 { $place } 位，我們會盡量在 { $minutes } 分鐘內回覆。接下來你寫的、傳的圖片都會轉過去。
    }
tickets-in-queue =
    { $wait ->
        [measured] 案件 { $ticket } 排在第 { $place } 位，最近一般 { $minutes } 分鐘內回覆。
       *[promised] 案件 { $ticket } 排在第 { $place } 位，我們會盡量在 { $minutes } 分鐘內回覆。
    }
tickets-opened-later = 已記下（案件 { $ticket }）。同事 { $opens } 上線，上線後優先回覆；你可以繼續補充。
tickets-has-agent = 案件 { $ticket } 正由「{ $agent }」處理，直接寫就好。
tickets-taken = 「{ $agent }」來為你服務了，直接寫就好。
tickets-no-question = （沒有寫問題）
tickets-no-desk = 目前沒有真人客服。可以換個說法再問我一次。
tickets-where = 排到第幾了
tickets-cancel = 不用真人了
tickets-cancelled = 好的，已取消真人客服。有事隨時叫我。
tickets-cancelled-agent = 案件 { $ticket }：會員說不用真人了。
tickets-resolved = 這次的問題處理好了，滿意嗎？點幾顆星告訴我們。還沒解決就點「還沒解決」，接著上次說。
tickets-resolved-agent = ✅ 案件 { $ticket } 已解決（{ $agent }）。
tickets-warned = 還在嗎？{ $hours } 小時內沒有新訊息，這個案件會自動結案；有事接著寫就行。
tickets-expired = 案件 { $ticket } 很久沒有新訊息，先結案了。還需要的話點下面。
tickets-expired-agent = 案件 { $ticket } 因會員久未回覆，自動結案。
tickets-reopened = 案件 { $ticket } 重新開啟了，接著寫就好。
tickets-reopened-agent = 🔁 案件 { $ticket } 重新開啟。
tickets-again = 還沒解決
tickets-transcript = 對話紀錄
tickets-transcript-title = 案件 { $ticket } 的對話紀錄
tickets-transcript-member = 會員
tickets-transcript-agent = 同事
tickets-rated-agent = 案件 { $ticket } 的評價：{ $stars } { $words }
tickets-stars-wrong = 評價是 1 到 5 顆星。
tickets-say-more = 謝謝！願意多說一句嗎？回覆這則訊息就好。
tickets-thanks = 收到，謝謝你。
tickets-in-private = 真人客服在私訊裡進行，別人看不到。點這裡：
tickets-over = 沒有送達：這裡沒有進行中的案件。會員再傳 /human，或點「重新開啟」，就能接著說。
tickets-none = 目前沒有可以這樣處理的案件。要找真人，傳 /human。
