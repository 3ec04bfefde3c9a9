birthdays-gift = 🎂 你的生日月到了。送你一张「{ $coupon }」，{ $until }前随时来喝。
birthdays-gift-today = 🎂 生日快乐！送你一张「{ $coupon }」，{ $until }前有效，今天就来喝也正好。
birthdays-today = 🎂 生日快乐！愿你新的一岁，有好咖啡，也有好心情。
birthdays-today-coupon = 🎂 生日快乐！你的「{ $coupon }」还在，{ $until }前有效，今天来喝正好。
birthdays-belated = 🎂 晚到的一句：生日快乐！愿你新的一岁，有好咖啡，也有好心情。
birthdays-belated-coupon = 🎂 晚到的一句：生日快乐！你的「{ $coupon }」还在，{ $until }前有效。
birthdays-coupons = 看看我的券
