tickets-opened = 已轉給同事（案件 { $ticket }），目前排在第 { $place } 位，一般 { $minutes } 分鐘內回覆。接下來你寫的都會轉過去。
tickets-opened-later = 已記下（案件 { $ticket }）。同事 { $opens }–{ $closes } 在線上，上線後優先回覆；你可以繼續補充。
tickets-no-question = （沒有寫問題）
tickets-new =
    🙋 案件 { $ticket } · { $name }（{ $tier }）
    { $question }

    回覆這則訊息即可答覆會員。
tickets-stranger = 非會員
tickets-resolve = ✅ 已解決
tickets-cancel = 不用真人了
tickets-cancelled = 好的，已取消真人客服。有事隨時叫我。
tickets-cancelled-agent = 案件 { $ticket } 已由會員取消。
tickets-resolved = 這次的問題已處理完。如果還沒解決，再傳 /human 就好。
tickets-resolved-agent = 已關閉
tickets-not-delivered = 沒有送達：會員可能已停用機器人。
tickets-in-private = 真人客服在私訊裡進行，別人看不到。點這裡：
tickets-over = 沒有送達：這則不屬於進行中的案件（可能已結案）。會員再傳 /human 就會開新的。
tickets-none = 目前沒有進行中的案件。
tickets-priority = ⭐ 專屬客服，請優先接待
