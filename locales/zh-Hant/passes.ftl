passes-shown = 會員條碼 { $code }，{ $seconds } 秒內有效，只能用一次。給店員掃一下，或把上面的字母報給店員。
passes-refresh = 🔄 換一張
passes-in-private = 會員條碼只在私訊裡出示。
passes-unknown = 沒有這個會員條碼，請顧客換一張再試。
passes-over = 這個會員條碼過期了，請顧客點「換一張」。
passes-used = 這個會員條碼已經用過了，請顧客點「換一張」。
passes-for-clerks = 這是會員條碼，要請店員來掃。傳 /code 可以出示你自己的。
