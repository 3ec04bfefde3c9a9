coupons-none = 现在没有可用的券。签到、做任务、兑换都能攒到。
coupons-list = 🎟 你有 { $count } 张可用的券，到店报券码即可核销：
coupons-line =
    { $title }
    { $about }
    券码 { $code } · 有效期至 { $until }
coupons-more = 还有 { $count } 张，用掉几张再看。
coupons-unknown = 没有找到这张券，核对一下券码？
coupons-closed = 这张券已用过或已过期。
