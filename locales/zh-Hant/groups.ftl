groups-unknown = 我還不認識這個群組，請先傳送 /setup。
groups-language-unknown = 這種語言我還不會說：{ $language }
groups-hello = 大家好，我是{ $name } 👋 每天簽到有點數，還有小任務和排行榜。群組管理員傳送 /setup，一分鐘就能開張。
groups-rights-hidden = 我看不到誰是管理員，請先將我設為管理員，再傳 /setup。
groups-only-admins = 只有群組管理員可以設定。
groups-only-here = /setup 要在群組裡傳送，我才知道要設定哪一個群組。
groups-setup-title = ⚙️ { $title } 的設定
groups-setup-language = 語言：繁體中文
groups-setup-topic = 發布位置：{ $kind ->
    [topic] 你傳送 /setup 的這個主題
   *[chat] 整個群組
  }
groups-setup-task = 每日任務：{ $on ->
    [yes] 每天 { $at } 發布
   *[no] 關閉
  }
groups-setup-board = 每週排行榜：{ $on ->
    [yes] 開啟
   *[no] 關閉
  }
groups-setup-answers = 沒標記我也回答：{ $on ->
    [yes] 開啟，只答有把握的常見問題，幾分鐘最多一次
   *[no] 關閉，標記我或回覆我才答
  }
groups-setup-ready = ✅ 權限齊全，可以開張了。
groups-setup-missing = ⚠️ 還缺：
groups-missing-admin = · 請將我設為管理員，否則看不到大家傳的「簽到」，只能靠按鈕
groups-missing-send = · 請允許我傳送訊息
groups-missing-topics = · 請允許我在主題裡發言（管理主題）
groups-button-task = { $on ->
    [yes] 關閉每日任務
   *[no] 開啟每日任務
  }
groups-button-board = { $on ->
    [yes] 關閉每週排行榜
   *[no] 開啟每週排行榜
  }
groups-button-answers = { $on ->
    [yes] 只在被標記時回答
   *[no] 沒標記也回答常見問題
  }
groups-button-open = 📌 現在就發今天的簽到和任務
groups-opened = 馬上就發
groups-opened-already = 今天的已經發過了
groups-saved = 已儲存
