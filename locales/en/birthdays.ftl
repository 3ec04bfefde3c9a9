birthdays-gift = 🎂 It is your birthday month. Here is “{ $coupon }”, yours until { $until }; come by any day.
birthdays-gift-today = 🎂 Happy birthday! Here is “{ $coupon }”, yours until { $until }. Today would be a good day for it.
birthdays-today = 🎂 Happy birthday! May the new year of yours have good coffee and good company.
birthdays-today-coupon = 🎂 Happy birthday! Your “{ $coupon }” is still there until { $until }. Today would be a good day for it.
birthdays-belated = 🎂 A little late: happy birthday! May the new year of yours have good coffee and good company.
birthdays-belated-coupon = 🎂 A little late: happy birthday! Your “{ $coupon }” is still there until { $until }.
birthdays-coupons = See my coupons
