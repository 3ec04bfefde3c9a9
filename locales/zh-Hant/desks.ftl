desks-card = 🙋 案件 { $ticket } · { $name }
desks-first =
    { $contact ->
        [none] ⭐ 專屬客服權益，請優先接待
       *[other] ⭐ 請優先接待 · 專屬同事：{ $contact }
    }
desks-urgent = ❗ 案件 { $ticket } 涉及健康、安全、法律、媒體或客訴，請優先處理
desks-has = 由「{ $agent }」處理
desks-who = { $tier } · 會員編號 { $number } · 點數 { $points } · { $language }
desks-who-stranger = 非會員 · { $language }
desks-stranger = 非會員
desks-language-zh-hans = 簡體中文
desks-language-zh-hant = 繁體中文
desks-language-en = 英文
desks-question = 問題：{ $question }
desks-answers = 助理最近的回答：
desks-answer =
    · 問：{ $question }
      答：{ $answer }（出處：{ $sources }）
desks-earlier = 先前的案件：
desks-line =
    #{ $ticket } · { $day } · { $state ->
        [waiting] 等待接手
        [taken] { $agent } 處理中
        [open] 進行中
        [resolved] 已解決
        [cancelled] 會員取消
       *[expired] 自動結案
    } { $stars }
desks-talk = 說到這裡：
desks-said =
    { $author ->
        [member] 會員：{ $text }
       *[agent] 同事：{ $text }
    }
desks-how-topic = 在這個話題裡寫的都會傳給會員；以 // 或 #內部 開頭的只有同事看得到。
desks-how-reply = 回覆這則訊息即可答覆會員；以 // 或 #內部 開頭的只有同事看得到。
desks-take = ✋ 接手
desks-release = 放回佇列
desks-hand = 轉給同事
desks-resolve = ✅ 已解決
desks-reopen = 重新開啟
desks-contact = 設為專屬同事
desks-contact-on = 以後這位會員的案件會先告訴你
desks-contact-off = 已不再是這位會員的專屬同事
desks-contact-asked = ⭐ 你的專屬會員「{ $name }」在找真人客服：案件 { $ticket }
desks-taken-note = ✋ 「{ $agent }」接手了。
desks-handed-note = 「{ $by }」轉給「{ $agent }」了。
desks-released-note = 「{ $agent }」放回了佇列，等待接手。
desks-reminder =
    { $taken ->
        [0] ⏰ 案件 { $ticket } 等了 { $minutes } 分鐘，還沒有人接手。
       *[other] ⏰ 案件 { $ticket } 等了 { $minutes } 分鐘（{ $agent }）。
    }
desks-morning =
    早安，有 { $count } 位會員在等：
    { $tickets }

    /tickets 看佇列。
desks-missing-forum = 案件會一則則發在這裡，回覆即可。想讓每位會員有自己的話題，請在群組設定裡開啟「話題」。
desks-missing-rights = 機器人還不能建立話題，案件先發在這裡，回覆即可。請給它管理員權限「管理話題」。
desks-absent = ⚠️ 客服群寫不進去：機器人被移出，或沒有發言權限。案件都留著，恢復後會補發。
desks-unknown = 沒有這個案件。
desks-over = 這個案件已經結束。
desks-taken = 「{ $agent }」已經接手了。
desks-not-yours = 這個案件不在你手上（{ $agent }）。
desks-no-contact = 只有擁有專屬客服權益的會員可以設專屬同事。
desks-contact-no-role = 專屬同事要有 agent、manager 或 owner 角色：離職收回角色後，就不會再收到會員的訊息。請負責人在 /staff 裡新增。
desks-how-to = 用法：/ticket 案件編號
desks-figures =
    客服台
    進行中 { $open } · 等待接手 { $waiting } · 最久等了 { $longest } 分鐘
    首次回覆（近 7 天中位數）{ $first } 分鐘
    今天解決 { $resolved }
    評價（近 7 天）{ $rating }，共 { $ratings } 則
desks-resolved = 已解決，會員可以評價
desks-nobody-else = 還沒有別的同事：在 /staff 給同事 agent 角色，或等同事接過一件。
desks-back = 返回
desks-queue = 進行中的案件：{ $count }
desks-queue-mine = 我的案件：{ $count }
desks-queue-empty = 沒有人在等。☕
desks-queue-empty-mine = 你手上沒有案件。
desks-since =
    { $unit ->
        [days] { $count } 天前
        [hours] { $count } 小時前
       *[minutes] { $count } 分鐘前
    }
desks-show = 看 #{ $ticket }
desks-all = 全部
desks-mine = 我的
