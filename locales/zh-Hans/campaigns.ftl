campaigns-fallback-name = 会员朋友
campaigns-nameless = （未留名）
campaigns-comma = 、
campaigns-opt-out = 🔕 不再接收此类消息
campaigns-opted-out =
    好的，已为你关闭「{ $topic }」，以后不再发这类消息。
    积分、订单等通知不受影响；想改回来，点下面就行。
campaigns-opted-in = 已重新打开「{ $topic }」，有新消息再告诉你。
campaigns-undo = ↩️ 点错了，恢复接收
campaigns-tap-again = 再点一次就打开
campaigns-only-a-test = 这是试发，按钮不会改动任何设置。
campaigns-message-gone = 这条消息已经失效了。

campaigns-pick-segment = 📣 新群发。发给谁？数字是现在的人数：
campaigns-ask-name =
    人群「{ $segment }」现在有 { $count } 人，例如：{ $names }

    给这次群发起个名字（只有同事看得到），例如「冬季新品」。随时发 /cancel 退出。
campaigns-nobody-yet = 还没有人
campaigns-ask-text =
    发来正文（简体中文），粗体、链接等格式会保留。

    可用变量：{"{name}"} 称呼、{"{points}"} 可用积分、{"{tier}"} 等级。没有资料的人会看到合适的替代词。
campaigns-ask-photo = 要配一张图吗？直接发照片；配图后正文最长 1024 字符。
campaigns-ask-link =
    要加一个链接按钮吗？按「按钮文字 https://网址」发来，例如：
    看看新品 https://queyan.example/new
campaigns-skip = 跳过
campaigns-change-text = 发来新的正文（简体中文）。
campaigns-change-other-text = 用这种语言发来正文；发「-」则删除这种语言，读者会看到简体中文。
campaigns-change-photo = 发来新的照片；发「-」则不配图。
campaigns-change-link = 发来「按钮文字 https://网址」；发「-」则不要按钮。
campaigns-change-time = 什么时候发？例如 2026-12-01 10:30、12-01 10:30，或今天的 18:00。
campaigns-language-zh-Hans = 简体中文
campaigns-language-zh-Hant = 繁体中文
campaigns-language-en = 英文
campaigns-pick-language = 给哪种语言写正文？没写的语言会看到简体中文。
campaigns-stopped = 已退出。写好的草稿在 /campaigns 里。
campaigns-stale = 这一步已经过去了，请用最新的卡片。

campaigns-list = 📣 群发：
campaigns-list-line = { $id } · { $name } — { $state }，送达 { $sent } / { $total }
campaigns-none = 还没有群发。发 /campaign 写第一条。
campaigns-card =
    📣 { $id } · { $name }
    状态：{ $state }
    人群：{ $segment }
    语言：{ $languages }
campaigns-card-scheduled = ⏰ 将于 { $at } 开始
campaigns-card-paused-errors = ⚠️ 出错太多，已自动暂停。查明原因后可以继续。
campaigns-card-two-people = 👥 超过 { $limit } 人，需要另一位运营同事在 /campaigns 里批准。
campaigns-state-draft = ✏️ 草稿
campaigns-state-tested = 👀 已试发
campaigns-state-approved = ✅ 已批准
campaigns-state-scheduled = ⏰ 已定时
campaigns-state-running = 🚀 发送中
campaigns-state-paused = ⏸ 已暂停
campaigns-state-finished = 🏁 已完成
campaigns-state-cancelled = 🚫 已取消
campaigns-outlook =
    现在发送，人群共 { $total } 人：
    · 立即送达 { $ready }
    · 免打扰，延后送达 { $quiet }{ $quiet ->
        [0] {""}
       *[other] （{ $until } 起）
    }
    · 触达频次已满 { $capped }{ $later ->
        [0] {""}
       *[other] （其中 { $later } 人过后补发）
    }
    · 未同意接收 { $consent }
    · 已停用机器人 { $blocked }
    · 不在 Telegram { $absent }
campaigns-planning = 正在列出收件人…… { $total }
campaigns-progress =
    { $bar } { $percent }%
    共 { $total } 人
    · 已送达 { $sent }，发送中 { $sending }
    · 待发 { $planned }，延后 { $deferred }
    · 频次已满 { $capped }，未同意 { $suppressed }
    · 不在 Telegram 或已停用 { $unreachable }，失败 { $failed }，结果不明 { $unknown }
    点击 { $clicked } · 退订 { $out }
campaigns-finished = 🏁 群发「{ $name }」已完成。
campaigns-finished-unknown = 「结果不明」的人可能已收到，系统不会自动重发；要补发，请在卡片里点「补发结果不明的」。
campaigns-paused-errors =
    ⚠️ 群发「{ $name }」已自动暂停：最近 { $of } 条里有 { $bad } 条出错。
    最后的错误：{ $error }
campaigns-not-started = ⏰ 群发「{ $name }」没有按时开始：内容、人群或人数在批准之后变过，请重新试发并批准。
campaigns-counting = 📈 统计点击：开（会员要点两次）
campaigns-not-counting = 📈 统计点击：关（一点即开）

campaigns-do-show = 🔄 刷新
campaigns-do-preview = 👁 预览
campaigns-do-test = 👀 试发给自己
campaigns-do-approve = ✅ 批准
campaigns-do-start = 🚀 现在发送
campaigns-do-go = 🚀 确认发送
campaigns-do-time = ⏰ 定时发送
campaigns-do-pause = ⏸ 暂停
campaigns-do-resume = ▶️ 继续
campaigns-do-cancel = 🚫 取消群发
campaigns-do-drop = 🚫 确认取消
campaigns-do-resend = 📨 补发结果不明的
campaigns-do-text = ✏️ 正文
campaigns-do-languages = 🌐 语言
campaigns-do-photo = 🖼 图片
campaigns-do-link = 🔗 链接
campaigns-back = ← 返回
campaigns-sure-start = 确定把「{ $name }」发给最多 { $count } 人吗？发出后无法收回。
campaigns-sure-cancel = 确定取消「{ $name }」吗？没发出的将不再发送。
campaigns-tested = 试发成功，请检查内容。
campaigns-test-failed = 试发没有成功：{ $error }

campaigns-unknown = 没有找到这个群发。
campaigns-step-refused = 这个群发目前是「{ $state ->
        [draft] 草稿
        [tested] 已试发
        [approved] 已批准
        [scheduled] 已定时
        [running] 发送中
        [paused] 已暂停
        [finished] 已完成
       *[cancelled] 已取消
    }」，不能这样做。
campaigns-not-tested = 内容还没有试发过，请先试发给自己。
campaigns-approval-lapsed = 内容或人群在批准之后改过，请重新试发并批准。
campaigns-second-person = 会发给 { $count } 人（超过 { $limit }），需要另一位运营同事批准：请对方打开 /campaigns。
campaigns-nobody = 人群里的 { $total } 人现在都不能收到，不用发了。
campaigns-time-past = 这个时间已经过去了，请给一个将来的时间。
campaigns-time-wrong = 没看懂这个时间。请写成 2026-12-01 10:30 或 18:00。
campaigns-name-wrong = 名字要有 1 到 { $limit } 个字符。
campaigns-text-empty = 正文还是空的。
campaigns-text-too-long = 填入变量后可能有 { $length } 个字符，超过 { $limit } 的上限，请缩短一些。
campaigns-variable-unknown = 没有 { $variable } 这个变量。可以用：{ $known }
campaigns-link-wrong = 「{ $url }」不是可用的链接，请用 https:// 开头的网址。
campaigns-label-wrong = 按钮文字要有 1 到 { $limit } 个字符，写在网址前面。
campaigns-photo-wrong = 请直接发一张照片。
