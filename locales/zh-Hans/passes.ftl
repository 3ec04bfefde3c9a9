passes-shown = 会员码 { $code }，{ $seconds } 秒内有效，只能用一次。给店员扫一扫，或把上面的字母报给店员。
passes-refresh = 🔄 换一张
passes-in-private = 会员码只在私聊里出示。
passes-unknown = 没有这个会员码，请顾客换一张再试。
passes-over = 这个会员码过期了，请顾客点「换一张」。
passes-used = 这个会员码已经用过了，请顾客点「换一张」。
passes-for-clerks = 这是会员码，要请店员来扫。发 /code 可以出示你自己的。
