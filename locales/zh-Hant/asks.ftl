asks-phone =
    ☕ 順口問一句：要不要留個手機號碼？
    以後在門市、小程式報手機號碼也能集點，以前留過這個號碼的訂單會自動接過來。留好即得 { NUMBER($points) } 點。
asks-birthday =
    🎂 想在你生日那個月請你喝一杯。
    告訴我們是哪一天就好，年份可以不填。填好即得 { NUMBER($points) } 點。
asks-preferences =
    🥛 平常愛喝什麼？點幾下就好。
    推薦會更合口味，店員也能先知道。選好即得 { NUMBER($points) } 點。
asks-yes = 好，現在填
asks-no = 不用了
asks-declined = 好的，不再問囉。想填時傳 /profile。
