desks-card = 🙋 工单 { $ticket } · { $name }
desks-first =
    { $contact ->
        [none] ⭐ 专属客服权益，请优先接待
       *[other] ⭐ 请优先接待 · 专属同事：{ $contact }
    }
desks-urgent = ❗ 工单 { $ticket } 涉及健康、安全、法律、媒体或投诉，请优先处理
desks-has = 由「{ $agent }」处理
desks-who = { $tier } · 会员号 { $number } · 积分 { $points } · { $language }
desks-who-stranger = 非会员 · { $language }
desks-stranger = 非会员
desks-language-zh-hans = 简体中文
desks-language-zh-hant = 繁体中文
desks-language-en = 英文
desks-question = 问题：{ $question }
desks-answers = 助手最近的回答：
desks-answer =
    · 问：{ $question }
      答：{ $answer }（来源：{ $sources }）
desks-earlier = 之前的工单：
desks-line =
    #{ $ticket } · { $day } · { $state ->
        [waiting] 等待接单
        [taken] { $agent } 处理中
        [open] 进行中
        [resolved] 已解决
        [cancelled] 会员取消
       *[expired] 自动结束
    } { $stars }
desks-talk = 说到这里：
desks-said =
    { $author ->
        [member] 会员：{ $text }
       *[agent] 同事：{ $text }
    }
desks-how-topic = 在这个话题里写的都会发给会员；以 // 或 #内部 开头的只有同事看得到。
desks-how-reply = 回复这条消息即可答复会员；以 // 或 #内部 开头的只有同事看得到。
desks-take = ✋ 接单
desks-release = 放回队列
desks-hand = 转给同事
desks-resolve = ✅ 已解决
desks-reopen = 重新打开
desks-contact = 设为专属同事
desks-contact-on = 以后这位会员的工单会先告诉你
desks-contact-off = 已不再是这位会员的专属同事
desks-contact-asked = ⭐ 你的专属会员「{ $name }」在找人工：工单 { $ticket }
desks-taken-note = ✋ 「{ $agent }」接单了。
desks-handed-note = 「{ $by }」转给「{ $agent }」了。
desks-released-note = 「{ $agent }」放回了队列，等待接单。
desks-reminder =
    { $taken ->
        [0] ⏰ 工单 { $ticket } 等了 { $minutes } 分钟，还没有人接。
       *[other] ⏰ 工单 { $ticket } 等了 { $minutes } 分钟（{ $agent }）。
    }
desks-morning =
    早上好，有 { $count } 位会员在等：
    { $tickets }

    /tickets 看队列。
desks-missing-forum = 工单会一条条发在这里，回复即可。想让每位会员有自己的话题，请在群设置里打开「话题」。
desks-missing-rights = 机器人还不能建话题，工单先发在这里，回复即可。请给它管理员权限「管理话题」。
desks-absent = ⚠️ 客服群写不进去：机器人被移出，或没有发言权限。工单都留着，恢复后会补发。
desks-unknown = 没有这张工单。
desks-over = 这张工单已经结束。
desks-taken = 「{ $agent }」已经接单了。
desks-not-yours = 这张工单不在你手上（{ $agent }）。
desks-no-contact = 只有带专属客服权益的会员可以设专属同事。
desks-contact-no-role = 专属同事要有 agent、manager 或 owner 角色：离职收回角色后，就不会再收到会员的消息。请负责人在 /staff 里添加。
desks-how-to = 用法：/ticket 工单号
desks-figures =
    客服台
    进行中 { $open } · 等待接单 { $waiting } · 最久等了 { $longest } 分钟
    首次回复（近 7 天中位数）{ $first } 分钟
    今天解决 { $resolved }
    评价（近 7 天）{ $rating }，共 { $ratings } 个
desks-resolved = 已解决，会员可以评价
desks-nobody-else = 还没有别的同事：在 /staff 给同事 agent 角色，或等同事接过一单。
desks-back = 返回
desks-queue = 进行中的工单：{ $count }
desks-queue-mine = 我的工单：{ $count }
desks-queue-empty = 没有人在等。☕
desks-queue-empty-mine = 你手上没有工单。
desks-since =
    { $unit ->
        [days] { $count } 天前
        [hours] { $count } 小时前
       *[minutes] { $count } 分钟前
    }
desks-show = 看 #{ $ticket }
desks-all = 全部
desks-mine = 我的
