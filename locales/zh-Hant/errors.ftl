errors-busy = 現在有點忙，過幾秒再試一次？
errors-unexpected = 出了點問題，已經記下來了。請稍後再試。
errors-not-yours = 這個按鈕不是給你的。
errors-no-person = 請用你自己的身分發送，匿名身分查不到會員資料。
errors-sent-privately = 已私訊給你 📩
errors-open-private = 你的資料只在私訊裡看。點這裡開啟：
errors-open = 開啟私訊
