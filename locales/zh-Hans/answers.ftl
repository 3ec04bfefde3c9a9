answers-empty = 我没看出问题来。用一句话告诉我想了解什么，比如「我的积分什么时候过期」。
answers-too-long = 这段有点长，我怕漏掉重点。能用一两句话说说最想问的那件事吗？
answers-from-faq =
    { $answer }

    📖 来源：{ $title }
answers-did-you-mean = 你想问的是下面哪一个？
answers-choice = { $number }. { $title }
answers-unknown = 这个我不知道，不想乱说。要不要我帮你转给客服同事？
answers-person = 好的，点下面的按钮，客服同事就来接手。
answers-join-first = 这是会员自己的信息，要先入会才查得到。发送 /start，一下就好。
answers-private-only = 这是你的个人信息，我不在群里说，私聊告诉你。
answers-only-own = 我只能查你本人的信息，别人的谁来问都不能说。
answers-points = 你现在有 { $available } 积分可以用。
answers-points-pending = 另有 { $pending } 积分在路上，最早 { $day } 到账。
answers-points-soonest = 最先到期的是 { $amount } 积分，{ $day } 当天还能用。
answers-points-none-expire = 你现在有 { $available } 积分可用，没有要过期的。
answers-points-expiring = 你的积分这样到期（当天还能用）：
answers-points-bucket = · { $day }：{ $amount } 积分
answers-points-movements = 最近 { $count } 笔积分变动（点 /why 加编号看每一笔的来由）：
answers-points-no-movement = 你的积分还没有变动过。
answers-tier = 你现在是{ $tier }，成长值 { $qualifying }。
answers-tier-next = 再攒 { $missing } 成长值就升{ $next }。
answers-tier-highest = 这已经是最高一级了。
answers-tier-keep = 等级有效到 { $day }，再攒 { $missing } 成长值就能保住{ $tier }。
answers-tier-kept = 等级有效到 { $day }，保级已经达标。
answers-coupons = 你有 { $count } 张能用的优惠券：
answers-coupons-none = 你现在没有能用的优惠券。
answers-coupons-line = · { $title }（{ $day } 前有效，含当天）
answers-coupons-terms = 用不了多半是差了其中一条，你的券是这样的：
answers-coupons-condition =
    · { $title }：{ $limited ->
        [0] 没有门槛
       *[other] 适用商品满 { $least }
    }，{ $scope ->
        [0] 全场可用
       *[other] 适用 { $names }
    }，{ $alone ->
        [0] 可与其他券同用
       *[other] 一单一张
    }，{ $day } 前有效（含当天）
answers-coupons-over =
    · { $title }：{ $state ->
        [redeemed] { $day } 已经用过
        [revoked] 已被收回
       *[expired] { $day } 已到期
    }
answers-orders = 你最近的 { $count } 笔订单：
answers-orders-none = 还没有查到你的订单。
answers-orders-line = · { $day }　{ $what }　{ $amount }，得 { $points } 积分
answers-comma = 、
answers-checkins-done = 今天已经签到了。
answers-checkins-open = 今天还没签到。
answers-checkins-streak = 连续签到 { $days } 天，最长 { $best } 天，累计 { $total } 天。
answers-checkins-freezes = 手上还有 { $freezes } 张断签保护卡。
answers-checkins-next = 下一次签到得 { $points } 积分。
answers-refunds = 最近 { $count } 笔退款：
answers-refunds-none = 没有查到你的退款记录。刚申请的，要等门店办好才看得到。
answers-refunds-line = · { $day } 退 { $amount }（{ $ordered } 的订单），扣回 { NUMBER($points) } 积分
answers-refunds-bank = 钱原路退回，一般 { $days } 个工作日内到账。
answers-code = 会员码发 /code 就能出示，每次一分钟有效。你的会员号是 { $number }。
answers-messages =
    你在收：{ $on }
    已关闭：{ $off }
    想改就发 /settings，点一下即可。
answers-again = 还是刚才那句：{ $answer }
answers-again-person = 这个我已经说了几遍，看来没答到点上。换个说法，或者我帮你转给客服同事？
answers-again-still = 我这里还是同一个答案。要不要请同事看看？
answers-several = { $number }. { $question }
    { $answer }
answers-several-unsure = 这个我没把握，单独再问我一次吧。
answers-several-left = 还有 { $count } 个问题，发「继续」接着答。
answers-no-more = 关于这个，我知道的就这些了。要不要我帮你转给客服同事？
answers-slow-down = 你发得有点快，刚才这条我没来得及看。歇几秒，再发我一次。
answers-foreign = 我会说中文和英文。换一种写给我，或者请同事来帮你。
answers-not-text = 图片、语音、视频、文件和位置我还看不懂。用文字写一句就行，图片可以配一句说明；要同事来看，点下面。
answers-not-text-question = （发来图片、语音、文件或位置，没有文字）
answers-how-to =
    直接打字问我就好，比如：
    · 我的积分什么时候过期
    · 还差多少升金卡
    · 豆子可以退吗
answers-to-person = 🙋 转人工
answers-none-of-these = 都不是，转人工
answers-gone = 这个回答太久了，再问我一次吧。
answers-one-moment = 稍等，我看一下……
answers-stopped =
    { $text }

    （已停止）
answers-propose-redeem = 🎁 兑换「{ $title }」
answers-propose-unsubscribe = 🔕 不再接收「{ $topic }」
