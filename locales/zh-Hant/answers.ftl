answers-empty = 我沒看出問題是什麼。用一句話告訴我想了解的事，例如「我的點數什麼時候到期」。
answers-too-long = 這段有點長，我怕漏看重點。可以用一兩句話說說最想問的那件事嗎？
answers-from-faq =
    { $answer }

    📖 來源：{ $title }
answers-did-you-mean = 你想問的是下面哪一個？
answers-choice = { $number }. { $title }
answers-unknown = 這個我不知道，不想亂講。要幫你轉給客服同事嗎？
answers-person = 好的，按下面的按鈕，客服同事就來接手。
answers-join-first = 這是會員本人的資料，要先入會才查得到。傳送 /start，一下就好。
answers-private-only = 這是你的個人資料，我不在群組裡講，私訊告訴你。
answers-only-own = 我只能查你本人的資料，別人的誰來問都不能說。
answers-points = 你現在有 { $available } 點可以用。
answers-points-pending = 另外有 { $pending } 點還沒入帳，最早 { $day } 入帳。
answers-points-soonest = 最先到期的是 { $amount } 點，{ $day } 當天還能用。
answers-points-none-expire = 你現在有 { $available } 點可用，沒有快到期的。
answers-points-expiring = 你的點數到期日如下（當天還能用）：
answers-points-bucket = · { $day }：{ $amount } 點
answers-points-movements = 最近 { $count } 筆點數異動（輸入 /why 加編號看每一筆的來由）：
answers-points-no-movement = 你的點數還沒有異動過。
answers-tier = 你現在是{ $tier }，成長值 { $qualifying }。
answers-tier-next = 再累積 { $missing } 成長值就升等{ $next }。
answers-tier-highest = 這已經是最高等級了。
answers-tier-keep = 等級有效至 { $day }，再累積 { $missing } 成長值就能續等{ $tier }。
answers-tier-kept = 等級有效至 { $day }，續等條件已達成。
answers-coupons = 你有 { $count } 張可用的優惠券：
answers-coupons-none = 你現在沒有可用的優惠券。
answers-coupons-line = · { $title }（{ $day } 前有效，含當日）
answers-coupons-terms = 用不了多半是差了其中一條，你的券是這樣的：
answers-coupons-condition =
    · { $title }：{ $limited ->
        [0] 沒有門檻
       *[other] 適用品項滿 { $least }
    }，{ $scope ->
        [0] 全品項可用
       *[other] 適用 { $names }
    }，{ $alone ->
        [0] 可與其他券併用
       *[other] 一筆一張
    }，{ $day } 前有效（含當天）
answers-coupons-over =
    · { $title }：{ $state ->
        [redeemed] { $day } 已經使用過
        [revoked] 已被收回
       *[expired] { $day } 已到期
    }
answers-orders = 你最近的 { $count } 筆訂單：
answers-orders-none = 還查不到你的訂單。
answers-orders-line = · { $day }　{ $what }　{ $amount }，獲得 { $points } 點
answers-comma = 、
answers-checkins-done = 今天已經簽到了。
answers-checkins-open = 今天還沒簽到。
answers-checkins-streak = 連續簽到 { $days } 天，最長 { $best } 天，累計 { $total } 天。
answers-checkins-freezes = 手上還有 { $freezes } 張斷簽保護卡。
answers-checkins-next = 下一次簽到可得 { $points } 點。
answers-refunds = 最近 { $count } 筆退款：
answers-refunds-none = 查不到你的退款紀錄。剛申請的，要等門市辦好才會出現。
answers-refunds-line = · { $day } 退 { $amount }（{ $ordered } 的訂單），扣回 { NUMBER($points) } 點
answers-refunds-bank = 款項原路退回，一般 { $days } 個工作天內入帳。
answers-code = 打 /code 就能出示會員條碼，每次一分鐘有效。你的會員編號是 { $number }。
answers-messages =
    你會收到：{ $on }
    已關閉：{ $off }
    想改就打 /settings，點一下就好。
answers-again = 還是剛才那句：{ $answer }
answers-again-person = 這題我說了好幾次，看來沒答到重點。換個說法，或我幫你轉給客服同事？
answers-again-still = 我這邊還是同一個答案。要不要請同事看看？
answers-several = { $number }. { $question }
    { $answer }
answers-several-unsure = 這題我沒把握，單獨再問我一次。
answers-several-left = 還有 { $count } 個問題，打「繼續」我接著答。
answers-no-more = 關於這個，我知道的就這些了。要不要幫你轉給客服同事？
answers-slow-down = 你傳得有點快，剛剛這則我沒看到。等幾秒，再傳一次給我。
answers-foreign = 我會中文和英文。換一種寫給我，或請同事來幫你。
answers-not-text = 圖片、語音、影片、檔案和位置我還看不懂。用文字寫一句就好，圖片可以附一句說明；要請同事看，點下面。
answers-not-text-question = （傳來圖片、語音、檔案或位置，沒有文字）
answers-how-to =
    直接打字問我就好，例如：
    · 我的點數什麼時候到期
    · 還差多少升金卡
    · 豆子可以退嗎
answers-to-person = 🙋 轉真人
answers-none-of-these = 都不是，轉真人
answers-gone = 這則回答太久了，再問我一次吧。
answers-one-moment = 稍等，我看一下……
answers-stopped =
    { $text }

    （已停止）
answers-propose-redeem = 🎁 兌換「{ $title }」
answers-propose-unsubscribe = 🔕 不再接收「{ $topic }」
