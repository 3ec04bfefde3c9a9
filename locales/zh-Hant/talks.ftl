talks-not-delivered =
    { $why ->
        [blocked] ⚠️ 沒有送達：會員停用了機器人。「{ $text }」
        [unknown] ⚠️ 不確定是否送達，Telegram 沒有回應。「{ $text }」
       *[failed] ⚠️ 沒有送達：Telegram 拒收了這則。「{ $text }」
    }
talks-not-posted = ⚠️ 會員傳來的一則沒能轉到這裡，Telegram 的理由：{ $why }
talks-not-posted-member = 有一則訊息可能沒有送到同事那裡，請再傳一次。
talks-as-yourself = 沒有轉給會員：請關掉匿名管理員，用自己的名字寫。
talks-not-carried = 這類內容轉不過去（聯絡人、投票等）。請寫成文字，或傳照片、檔案。
talks-note-too-late = 已經送到會員那裡了，改成備註也收不回來。
talks-too-much = 訊息有點多，同事正在看，請稍等一下再傳。
