rewards-list =
    🎁 可用點數 { NUMBER($available) }，現在換得起 { $count } 樣。
    點一樣看看：
rewards-list-affordable = 🎁 可用點數 { NUMBER($available) }，這 { $count } 樣現在就能換：
rewards-list-none = 🎁 可用點數 { NUMBER($available) }，現在還沒有換得起的。簽到、消費都能再累積一點。
rewards-list-empty = 🎁 現在沒有可以兌換的東西，過幾天再來看看。
rewards-button = { $mark } { $title } · { NUMBER($points) }
rewards-legend = ✅ 能換　🪙 差點數　🔒 有門檻　⏳ 時間未到　🫙 換完了
rewards-only-affordable = 只看換得起的
rewards-all = 看全部
rewards-back = ◀ 返回
rewards-card =
    🎁 { $title }
    { $about }

    💰 { NUMBER($points) } 點
rewards-left = 📦 還剩 { NUMBER($left) } 份
rewards-per-ever = 👤 每人限 { $count } 份，你已換 { $had } 份
rewards-per-day = 👤 每人每天限 { $count } 份，你已換 { $had } 份
rewards-per-week = 👤 每人每週限 { $count } 份，你已換 { $had } 份
rewards-per-month = 👤 每人每月限 { $count } 份，你已換 { $had } 份
rewards-per-year = 👤 每人每年限 { $count } 份，你已換 { $had } 份
rewards-until = 📅 到 { $closed } 為止
rewards-how-coupon = 🎟 換好立刻變成券，用之前都能退。
rewards-how-item = 🏪 換好幫你保留 { $days } 天，到任一門市報兌換碼領取；沒領會退回點數。
rewards-how-experience = 📝 換好幫你保留 { $days } 天名額，到門市報兌換碼確認時間；沒來會退回點數。
rewards-how-partner = 🤝 換好立刻給你合作夥伴的券碼，給出後不能退。
rewards-how-donation = 🫶 換好即捐出，不能退。
rewards-redeem = 兌換（{ NUMBER($points) } 點）
rewards-sure =
    用 { NUMBER($points) } 點換「{ $title }」？
    換完還剩 { NUMBER($rest) } 點。
rewards-yes = 確認兌換
rewards-no = 先不換
rewards-unknown = 這樣東西已經下架了。傳 /rewards 看現在有什麼。
rewards-not-yet = 還沒開始，{ $opens } 起可以換。
rewards-over = 已經在 { $closed } 結束了。
rewards-out-of-hours = 現在不是兌換時段，下一次是 { $opens }。
rewards-tier-short = { $tier }起可以換。
rewards-for-others = 這是給「{ $segment }」的，暫時換不了。
rewards-sold-out = 已經換完了。
rewards-had = 每人限 { $count } 份，你已經換過了。
rewards-had-for-now = 這一期的 { $count } 份你已經換過了，{ $again } 起可以再換。
rewards-used-up = 這一期的份數換完了，{ $again } 起有新的。
rewards-points-short = 要 { NUMBER($points) } 點，還差 { NUMBER($missing) }。
rewards-tool-none = 你有 { NUMBER($available) } 點，現在還沒有換得起的。傳 /rewards 看全部和各差多少。
rewards-tool-can = 你有 { NUMBER($available) } 點，現在可以換：
rewards-tool-line = · { $title }，{ NUMBER($points) } 點
rewards-tool-more = 還有 { $count } 樣，傳 /rewards 都能看到，也在那裡兌換。
rewards-tool-where = 傳 /rewards 就能兌換。
