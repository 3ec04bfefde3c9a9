asks-phone =
    ☕ 顺口问一句：要不要留个手机号？
    以后在门店、小程序报手机号也能积分，以前留过这个号的订单会自动接过来。留好即得 { NUMBER($points) } 积分。
asks-birthday =
    🎂 想在你生日那个月请你喝一杯。
    告诉我们是哪一天就好，年份可以不填。填好即得 { NUMBER($points) } 积分。
asks-preferences =
    🥛 平时爱喝什么？点几下就好。
    推荐会更合口味，店员也能提前知道。选好即得 { NUMBER($points) } 积分。
asks-yes = 好，现在填
asks-no = 不用了
asks-declined = 好的，不再问啦。想填时发 /profile。
