birthdays-gift = 🎂 你的生日月到了。送你一張「{ $coupon }」，{ $until }前隨時來喝。
birthdays-gift-today = 🎂 生日快樂！送你一張「{ $coupon }」，{ $until }前有效，今天就來喝也正好。
birthdays-today = 🎂 生日快樂！願你新的一歲，有好咖啡，也有好心情。
birthdays-today-coupon = 🎂 生日快樂！你的「{ $coupon }」還在，{ $until }前有效，今天來喝正好。
birthdays-belated = 🎂 晚到的一句：生日快樂！願你新的一歲，有好咖啡，也有好心情。
birthdays-belated-coupon = 🎂 晚到的一句：生日快樂！你的「{ $coupon }」還在，{ $until }前有效。
birthdays-coupons = 看看我的優惠券
