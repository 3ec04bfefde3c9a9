redemptions-done = ✅ Yours: { $title }
redemptions-title = { $mark } { $title }
redemptions-paid = { NUMBER($points) } points · { $day }
redemptions-free = No points · { $day }
redemptions-balance = { NUMBER($balance) } points left
redemptions-pickup =
    Code: { $code }
    Show it in any shop, until { $until } inclusive.
redemptions-coupon =
    Coupon code: { $code }
    Show it in the shop, until { $until } inclusive.
redemptions-coupon-over = The coupon has been used or has expired.
redemptions-partner =
    Partner code: { $code }
    It was given to nobody but you.
redemptions-donated = Thank you. It has been given.
redemptions-fulfilled = Collected on { $day }.
redemptions-cancelled = Cancelled on { $day }; the points came back.
redemptions-expired = Not collected by { $day }; the points came back.
redemptions-list = 🧾 My rewards, newest first
redemptions-none = 🧾 Nothing redeemed yet. /rewards shows what there is.
redemptions-legend = 📦 waiting  🎟 coupons and codes  ✔️ collected  🫶 donated  ↩️ given back
redemptions-newest = ⏮ Newest
redemptions-older = Older ▶
redemptions-mine = 🧾 My rewards
redemptions-more = 🎁 More rewards
redemptions-cancel = Cancel
redemptions-cancel-sure = Cancel “{ $title }”? The { NUMBER($points) } points go back to where they came from.
redemptions-cancel-free = Cancel “{ $title }”? It then goes to somebody else.
redemptions-cancel-yes = Yes, cancel
redemptions-cancel-no = Keep it
redemptions-undone = Cancelled; { NUMBER($points) } points are back.
redemptions-undone-free = Cancelled.
redemptions-unknown = No such redemption. Could you check the code?
redemptions-settled = This was settled on { $settled } already.
redemptions-coupon-gone = The coupon has been used or has expired, so it can’t be returned.
redemptions-price-changed = The price has changed: it is { NUMBER($points) } points now. Please open it again.
redemptions-notice-fulfilled = ✔️ Collected: { $title }
redemptions-notice-expired = ↩️ “{ $title }” was not collected in time. Your { NUMBER($points) } points are back.
redemptions-tool-none = Nothing of yours is waiting to be collected. /redemptions lists all.
redemptions-tool-waiting = Waiting for you ({ $count }):
redemptions-tool-line = · { $title }, kept until { $day } inclusive
redemptions-tool-where = /redemptions shows the codes, and cancels what you have not collected.
