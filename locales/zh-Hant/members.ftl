members-welcome =
    { $brand } · { $tagline }

    我是{ $assistant }，查點數、領券、簽到、推薦，都可以直接問我。

    現在加入，「{ $coupon }」馬上入帳。
    點「加入會員」即表示同意我們為會員服務使用你的 Telegram 暱稱與消費紀錄，並接收會員通知；隨時可在 /settings 關閉，詳見 /privacy。
members-join = ✨ 加入會員
members-joined-short = 歡迎加入！
members-joined =
    歡迎回家 🎉 入會成功。

    會員編號：{ $number }
    🎟 { $coupon }
    券碼：{ $code }（效期至 { $until }）

    結帳時報會員編號，點數自動入帳。接下來，試試看：
members-joined-again =
    歡迎回來，會員編號 { $number }。
    見面禮一年送一次，上次已經領過；點數、簽到和其他禮遇從頭開始。
members-joined-already = 你已經是會員囉。
members-back =
    { $name }，又見面了 👋
    會員編號 { $number }。想做點什麼？也可以直接打字問我。
members-step-points = 💰 我的點數
members-step-checkin = ☀️ 簽到
members-step-foryou = 🎁 為我推薦
members-step-coupons = 🎟 我的券
members-step-rewards = 🛍 點數兌換
members-step-ask = 💬 問一問
members-step-language = 🌐 語言
members-settings = 想收到什麼，由你決定。點一下就能開關：
members-topic-on = 已開啟「{ $topic }」
members-topic-off = 已關閉「{ $topic }」，不會再打擾你
members-personal = 個人化推薦
members-personal-on = 好的，會依你的口味推薦
members-personal-off = 已關閉，只推薦大家都愛的
members-language = 用哪種語言聊？
members-language-name = 繁體中文
members-language-set = 好的，之後就說繁體中文。
members-unknown = 找不到這位會員。
members-topic-unknown = 沒有「{ $topic }」這個主題。
members-language-unknown = 還不會說這種語言。
members-already-linked = 這個帳號已經綁定過會員了。
