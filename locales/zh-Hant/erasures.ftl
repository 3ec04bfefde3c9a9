erasures-privacy =
    { $brand }只為會員服務使用你的資料：

    · Telegram 暱稱與編號：認出你
    · 訂單與點數：計算點數、等級與推薦
    · 你問過的問題：改進回答
    · 你願意告訴我們的手機號碼、生日、口味：見 /profile

    手機號碼和生日加密保存。推播與推薦可在 /settings 一鍵關閉。
erasures-below = 下面可以拿一份自己的資料，也可以註銷。
erasures-copy = 📦 匯出我的資料
erasures-erase = 🗑 註銷並刪除
erasures-copying = 正在打包……
erasures-copied = 你的全部資料都在裡面：每類一份 CSV 和一份 JSON，CSV 可以直接用試算表打開。請自己收好。
erasures-readme =
    { $brand } · 會員編號 { $number } · { $day }

    每類資料一份 CSV、一份 JSON，內容相同。時間是 UTC，金額是最小貨幣單位（分）。
    entries 點數流水 · lots 批次 · orders 訂單 · order_lines 明細 · consents 同意紀錄 · coupons 券
    identities 身分 · checkins 簽到 · answers 你問過的問題 · notices 傳給你的訊息
    沒有放進來的：會員碼的雜湊、別人的資料、機器用的金鑰。
erasures-copied-lately = 一小時內已經匯出過一次，稍後再試。
erasures-too-large = 資料太多，Telegram 傳不下。傳 /human，同事換個方式給你。
erasures-first =
    註銷前請看清楚。會一起清空，不能恢復：

    · { NUMBER($points) } 點
    · { NUMBER($coupons) } 張可用的券
    · { NUMBER($redemptions) } 件沒取的兌換
    · 等級、簽到、資料和聊天紀錄

    訂單和點數流水依法以匿名方式留存，同意紀錄留作憑證。刪之前，要不要先把那杯拿鐵換了？
erasures-go-on = 繼續註銷
erasures-stay = 不註銷了
erasures-stayed = 好，都還在。
erasures-second = 最後確認一次：註銷後立刻生效，誰也找不回來。
erasures-for-good = 確認註銷
erasures-too-slow = 隔得太久了，請重新傳 /privacy。
erasures-done = 已註銷，資料都刪好了。謝謝你來過；想回來時傳 /start，從頭開始。
erasures-subscription = 你的會員卡還在按月續費。先在 /card 裡關掉自動續費，再來註銷，免得 Telegram 繼續扣款。
