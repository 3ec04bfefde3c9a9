passes-shown = Member code { $code }, good for { $seconds } seconds and one use. Let the barista scan it, or read the letters out.
passes-refresh = 🔄 A new one
passes-in-private = Member codes are shown in private only.
passes-unknown = No such member code. Please ask the guest for a new one.
passes-over = This member code has run out. Please ask the guest to tap “A new one”.
passes-used = This member code has been used. Please ask the guest to tap “A new one”.
passes-for-clerks = That is a member code, for a barista to scan. /code shows your own.
