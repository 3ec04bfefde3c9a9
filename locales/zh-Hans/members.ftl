members-welcome =
    { $brand } · { $tagline }

    我是{ $assistant }，查积分、领券、签到、推荐，都可以直接问我。

    现在入会，「{ $coupon }」马上到账。
    点「加入会员」即表示同意我们为会员服务使用你的 Telegram 昵称与消费记录，并接收会员通知；随时可在 /settings 关闭，详见 /privacy。
members-join = ✨ 加入会员
members-joined-short = 欢迎加入！
members-joined =
    欢迎回家 🎉 入会成功。

    会员号：{ $number }
    🎟 { $coupon }
    券码：{ $code }（有效期至 { $until }）

    下单时报会员号，积分自动到账。接下来，试试：
members-joined-again =
    欢迎回来，会员号 { $number }。
    见面礼一年送一次，上次已经领过；积分、签到和其他礼遇从头开始。
members-joined-already = 你已经是会员啦。
members-back =
    { $name }，又见面了 👋
    会员号 { $number }。想做点什么？也可以直接打字问我。
members-step-points = 💰 我的积分
members-step-checkin = ☀️ 签到
members-step-foryou = 🎁 为我推荐
members-step-coupons = 🎟 我的券
members-step-rewards = 🛍 积分兑换
members-step-ask = 💬 问一问
members-step-language = 🌐 语言
members-settings = 想收到什么，由你决定。点一下就能开关：
members-topic-on = 已打开「{ $topic }」
members-topic-off = 已关闭「{ $topic }」，不会再打扰你
members-personal = 个性化推荐
members-personal-on = 好的，会按你的口味推荐
members-personal-off = 已关闭，只推荐大家都爱的
members-language = 用哪种语言聊？
members-language-name = 简体中文
members-language-set = 好的，以后就说简体中文。
members-unknown = 没有找到这位会员。
members-topic-unknown = 没有「{ $topic }」这个主题。
members-language-unknown = 还不会说这种语言。
members-already-linked = 这个账号已经绑定过会员了。
