redemptions-done = ✅ 換好了：{ $title }
redemptions-title = { $mark } { $title }
redemptions-paid = 用了 { NUMBER($points) } 點 · { $day }
redemptions-free = 沒用點數 · { $day }
redemptions-balance = 還剩 { NUMBER($balance) } 點
redemptions-pickup =
    兌換碼：{ $code }
    到任一門市出示，{ $until }（含）前有效。
redemptions-coupon =
    券碼：{ $code }
    到門市出示，{ $until }（含）前有效。
redemptions-coupon-over = 這張券已用掉或已過期。
redemptions-partner =
    合作夥伴券碼：{ $code }
    只給了你一個人，請自己收好。
redemptions-donated = 謝謝，這份心意已經記上了。
redemptions-fulfilled = { $day } 已領取。
redemptions-cancelled = { $day } 已取消，點數已退回。
redemptions-expired = { $day } 過了保留期，點數已退回。
redemptions-list = 🧾 我的兌換（新的在前）
redemptions-none = 🧾 還沒換過東西。傳 /rewards 看看能換什麼。
redemptions-legend = 📦 等你來領　🎟 券與碼　✔️ 已領取　🫶 已捐出　↩️ 已退回
redemptions-newest = ⏮ 最新
redemptions-older = 更早 ▶
redemptions-mine = 🧾 我的兌換
redemptions-more = 🎁 繼續逛
redemptions-cancel = 取消兌換
redemptions-cancel-sure = 取消「{ $title }」？{ NUMBER($points) } 點會退回原來那一筆。
redemptions-cancel-free = 取消「{ $title }」？取消後這一份會讓給別人。
redemptions-cancel-yes = 確認取消
redemptions-cancel-no = 留著
redemptions-undone = 已取消，{ NUMBER($points) } 點退回來了。
redemptions-undone-free = 已取消。
redemptions-unknown = 沒有找到這筆兌換，核對一下兌換碼？
redemptions-settled = 這筆兌換在 { $settled } 已經處理完了。
redemptions-coupon-gone = 這張券已用過或已過期，不能再退了。
redemptions-price-changed = 價格變了，現在要 { NUMBER($points) } 點。請重新點開看看。
redemptions-notice-fulfilled = ✔️ 已領取：{ $title }
redemptions-notice-expired = ↩️ 「{ $title }」過了保留期，{ NUMBER($points) } 點已退回。
redemptions-tool-none = 你現在沒有待領取的兌換。傳 /redemptions 看全部紀錄。
redemptions-tool-waiting = 有 { $count } 樣在等你來領：
redemptions-tool-line = · { $title }，保留到 { $day }（含）
redemptions-tool-where = 兌換碼傳 /redemptions 可見，領取前也能在那裡取消。
