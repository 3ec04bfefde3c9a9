coupons-none = 目前沒有可用的券。簽到、解任務、兌換都能拿到。
coupons-list = 🎟 你有 { $count } 張可用的券，到店出示券碼即可核銷：
coupons-line =
    { $title }
    { $about }
    券碼 { $code } · 效期至 { $until }
coupons-more = 還有 { $count } 張，用掉幾張再看。
coupons-unknown = 找不到這張券，請再核對一次券碼。
coupons-closed = 這張券已使用或已過期。
