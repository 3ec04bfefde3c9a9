campaigns-fallback-name = 會員朋友
campaigns-nameless = （未留名）
campaigns-comma = 、
campaigns-opt-out = 🔕 不再接收這類訊息
campaigns-opted-out =
    好的，已為你關閉「{ $topic }」，之後不會再傳這類訊息。
    點數、訂單等通知不受影響；想改回來，點下面就可以。
campaigns-opted-in = 已重新開啟「{ $topic }」，有新訊息再通知你。
campaigns-undo = ↩️ 按錯了，恢復接收
campaigns-tap-again = 再點一次就會開啟
campaigns-only-a-test = 這是試發，按鈕不會更動任何設定。
campaigns-message-gone = 這則訊息已經失效了。

campaigns-pick-segment = 📣 新群發。要發給誰？數字是目前的人數：
campaigns-ask-name =
    分眾「{ $segment }」目前有 { $count } 人，例如：{ $names }

    幫這次群發取個名字（只有同事看得到），例如「冬季新品」。隨時傳 /cancel 離開。
campaigns-nobody-yet = 還沒有人
campaigns-ask-text =
    請傳來內文（簡體中文），粗體、連結等格式會保留。

    可用變數：{"{name}"} 稱呼、{"{points}"} 可用點數、{"{tier}"} 等級。沒有資料的人會看到合適的替代詞。
campaigns-ask-photo = 要配一張圖嗎？直接傳照片；配圖後內文最長 1024 字元。
campaigns-ask-link =
    要加一個連結按鈕嗎？請傳「按鈕文字 https://網址」，例如：
    看看新品 https://queyan.example/new
campaigns-skip = 略過
campaigns-change-text = 請傳來新的內文（簡體中文）。
campaigns-change-other-text = 請用這種語言傳來內文；傳「-」則刪除這種語言，讀者會看到簡體中文。
campaigns-change-photo = 請傳來新的照片；傳「-」則不配圖。
campaigns-change-link = 請傳「按鈕文字 https://網址」；傳「-」則不要按鈕。
campaigns-change-time = 什麼時候發？例如 2026-12-01 10:30、12-01 10:30，或今天的 18:00。
campaigns-language-zh-Hans = 簡體中文
campaigns-language-zh-Hant = 繁體中文
campaigns-language-en = 英文
campaigns-pick-language = 要幫哪種語言寫內文？沒寫的語言會看到簡體中文。
campaigns-stopped = 已離開。寫好的草稿在 /campaigns 裡。
campaigns-stale = 這一步已經過了，請用最新的卡片。

campaigns-list = 📣 群發：
campaigns-list-line = { $id } · { $name } — { $state }，送達 { $sent } / { $total }
campaigns-none = 還沒有群發。傳 /campaign 寫第一則。
campaigns-card =
    📣 { $id } · { $name }
    狀態：{ $state }
    分眾：{ $segment }
    語言：{ $languages }
campaigns-card-scheduled = ⏰ 將於 { $at } 開始
campaigns-card-paused-errors = ⚠️ 錯誤太多，已自動暫停。查明原因後可以繼續。
campaigns-card-two-people = 👥 超過 { $limit } 人，需要另一位營運同事在 /campaigns 裡核准。
campaigns-state-draft = ✏️ 草稿
campaigns-state-tested = 👀 已試發
campaigns-state-approved = ✅ 已核准
campaigns-state-scheduled = ⏰ 已排程
campaigns-state-running = 🚀 發送中
campaigns-state-paused = ⏸ 已暫停
campaigns-state-finished = 🏁 已完成
campaigns-state-cancelled = 🚫 已取消
campaigns-outlook =
    現在發送，分眾共 { $total } 人：
    · 立即送達 { $ready }
    · 勿擾時段，延後送達 { $quiet }{ $quiet ->
        [0] {""}
       *[other] （{ $until } 起）
    }
    · 觸及頻率已滿 { $capped }{ $later ->
        [0] {""}
       *[other] （其中 { $later } 人之後補發）
    }
    · 未同意接收 { $consent }
    · 已封鎖機器人 { $blocked }
    · 不在 Telegram { $absent }
campaigns-planning = 正在列出收件人…… { $total }
campaigns-progress =
    { $bar } { $percent }%
    共 { $total } 人
    · 已送達 { $sent }，發送中 { $sending }
    · 待發 { $planned }，延後 { $deferred }
    · 頻率已滿 { $capped }，未同意 { $suppressed }
    · 不在 Telegram 或已停用 { $unreachable }，失敗 { $failed }，結果不明 { $unknown }
    點擊 { $clicked } · 退訂 { $out }
campaigns-finished = 🏁 群發「{ $name }」已完成。
campaigns-finished-unknown = 「結果不明」的人可能已收到，系統不會自動重發；要補發，請在卡片裡點「補發結果不明的」。
campaigns-paused-errors =
    ⚠️ 群發「{ $name }」已自動暫停：最近 { $of } 則裡有 { $bad } 則出錯。
    最後的錯誤：{ $error }
campaigns-not-started = ⏰ 群發「{ $name }」沒有按時開始：內容、分眾或人數在核准之後變過，請重新試發並核准。
campaigns-counting = 📈 統計點擊：開（會員要點兩次）
campaigns-not-counting = 📈 統計點擊：關（一點就開）

campaigns-do-show = 🔄 重新整理
campaigns-do-preview = 👁 預覽
campaigns-do-test = 👀 試發給自己
campaigns-do-approve = ✅ 核准
campaigns-do-start = 🚀 現在發送
campaigns-do-go = 🚀 確認發送
campaigns-do-time = ⏰ 排程發送
campaigns-do-pause = ⏸ 暫停
campaigns-do-resume = ▶️ 繼續
campaigns-do-cancel = 🚫 取消群發
campaigns-do-drop = 🚫 確認取消
campaigns-do-resend = 📨 補發結果不明的
campaigns-do-text = ✏️ 內文
campaigns-do-languages = 🌐 語言
campaigns-do-photo = 🖼 圖片
campaigns-do-link = 🔗 連結
campaigns-back = ← 返回
campaigns-sure-start = 確定把「{ $name }」發給最多 { $count } 人嗎？發出後無法收回。
campaigns-sure-cancel = 確定取消「{ $name }」嗎？還沒發的將不再發送。
campaigns-tested = 試發成功，請檢查內容。
campaigns-test-failed = 試發沒有成功：{ $error }

campaigns-unknown = 找不到這則群發。
campaigns-step-refused = 這則群發目前是「{ $state ->
        [draft] 草稿
        [tested] 已試發
        [approved] 已核准
        [scheduled] 已排程
        [running] 發送中
        [paused] 已暫停
        [finished] 已完成
       *[cancelled] 已取消
    }」，不能這樣做。
campaigns-not-tested = 內容還沒有試發過，請先試發給自己。
campaigns-approval-lapsed = 內容或分眾在核准之後改過，請重新試發並核准。
campaigns-second-person = 會發給 { $count } 人（超過 { $limit }），需要另一位營運同事核准：請對方開啟 /campaigns。
campaigns-nobody = 分眾裡的 { $total } 人目前都不能收到，不用發了。
campaigns-time-past = 這個時間已經過了，請給一個未來的時間。
campaigns-time-wrong = 看不懂這個時間。請寫成 2026-12-01 10:30 或 18:00。
campaigns-name-wrong = 名字要有 1 到 { $limit } 個字元。
campaigns-text-empty = 內文還是空的。
campaigns-text-too-long = 填入變數後可能有 { $length } 個字元，超過 { $limit } 的上限，請縮短一些。
campaigns-variable-unknown = 沒有 { $variable } 這個變數。可以用：{ $known }
campaigns-link-wrong = 「{ $url }」不是可用的連結，請用 https:// 開頭的網址。
campaigns-label-wrong = 按鈕文字要有 1 到 { $limit } 個字元，寫在網址前面。
campaigns-photo-wrong = 請直接傳一張照片。
