# 由會員計畫的規則產生的知識條目：標題、常見問法、答案。數字都來自規則本身。
faq-comma = 、
faq-enumeration = 、
faq-or = ，或
faq-semicolon = ；
faq-days = { $days } 天
faq-every-day = 每天
faq-working-days = 平日
faq-day-mon = 週一
faq-day-tue = 週二
faq-day-wed = 週三
faq-day-thu = 週四
faq-day-fri = 週五
faq-day-sat = 週六
faq-day-sun = 週日

faq-earning-title = 消費怎麼累積點數？
faq-earning-asked =
    點數怎麼集
    消費多少得一點
    一塊錢幾點
    點數怎麼計算
    累點規則
    各等級點數幾倍
    買東西有點數嗎
faq-earning-base = 每實付 { $unit } 得 { $points } 點，算到最後，尾數捨去。
faq-earning-tiers = 等級會加速：{ $tiers }。
faq-earning-tier = { $tier } { $factor } 倍
faq-earning-category = { $category }的點數再乘 { $factor } 倍。
faq-earning-when = { $name }（{ $when }）
faq-earning-rate = { $name }：每 { $unit } 另得 { $points } 點。
faq-earning-factor = { $name }：點數是平常的 { $factor } 倍。
faq-earning-unit = { $name }：每件另得 { $points } 點。
faq-earning-behaviour = { $name }：另得 { $points } 點。
faq-earning-from = { $day } 起
faq-earning-until = 到 { $day } 為止
faq-earning-from-spend = 滿 { $amount }
faq-earning-first-order = 首次消費
faq-earning-limit-points = { $span ->
    [day] 每天最多 { $points } 點。
    [week] 每週最多 { $points } 點。
    [month] 每月最多 { $points } 點。
    [year] 每年最多 { $points } 點。
   *[other] 總共最多 { $points } 點。
}
faq-earning-limit-times = { $span ->
    [day] 每天最多 { $times } 次。
    [week] 每週最多 { $times } 次。
    [month] 每月最多 { $times } 次。
    [year] 每年最多 { $times } 次。
   *[other] 總共最多 { $times } 次。
}

faq-pending-title = 點數什麼時候入帳？
faq-pending-asked =
    點數多久入帳
    為什麼點數是待入帳
    待入帳是什麼意思
    剛買完點數可以馬上用嗎
    點數幾天生效
    點數還沒到
faq-pending-at-once = 付款後點數立即入帳，馬上能用。
faq-pending-days = 點數在付款 { $days } 天後入帳。
faq-pending-category = 同一筆裡有{ $categories }的，這筆的點數 { $days } 天後生效，因為這段期間還可以退貨。

faq-expiry-title = 點數會過期嗎？
faq-expiry-asked =
    點數效期多久
    點數多久到期
    點數什麼時候歸零
    點數可以保留多久
    點數會失效嗎
    過期的點數能恢復嗎
    點數到期提醒
faq-expiry-never = 不會過期，放心累積。
faq-expiry-months = 會。每筆點數自取得起 { $months } 個月有效，到那個月的最後一天才失效。
faq-expiry-fixed = 會。點數在每年的 { $day }（月-日）統一到期。
faq-expiry-inactivity = 常來就不會：連續 { $months } 個月沒有點數進出，才會失效。
faq-expiry-reminder = 到期前 { $days } 天我會提醒你。
faq-expiry-first = 用的時候一定先扣最快到期的那筆；已經過期的無法恢復。

faq-ways-title = 不消費也能拿點數嗎？
faq-ways-asked =
    還有什麼方法可以拿點數
    怎麼免費拿點數
    寫評價有點數嗎
    填問卷有點數嗎
    填資料送幾點
    留電話送點數嗎
    參加活動有點數嗎
faq-ways-intro = 可以，除了簽到、任務和邀請，還有：
faq-ways-phone = 留手機號碼 { $points } 點
faq-ways-birthday = 填生日 { $points } 點
faq-ways-preferences = 選口味 { $points } 點
faq-ways-review = 寫評價 { $points } 點
faq-ways-share = 分享 { $points } 點
faq-ways-survey = 填問卷 { $points } 點
faq-ways-event = 參加實體活動 { $points } 點
faq-ways-whole = 資料每項送一次，全部填好共 { $points } 點。
faq-ways-more = 資料在 /profile 填，簽到傳 /checkin，邀請傳 /invite。

faq-spending-title = 點數可以折抵嗎？
faq-spending-asked =
    點數能折現嗎
    點數折抵怎麼算
    幾點可以折一塊錢
    結帳可以用點數嗎
    點數可以當錢用嗎
    點數折抵上限
    一筆最多折多少
faq-spending-told =
    可以。結帳時每 { $points } 點折抵 { $amount }，最多折這筆的 { $share }%。
    傳 /code 給店員掃，他輸入金額後，你在自己手機上點「確認」才會扣。

faq-refunded-title = 退款後點數怎麼算？
faq-refunded-asked =
    退貨會扣點數嗎
    退單後點數怎麼辦
    退款扣多少點
    點數用掉了又退款怎麼辦
    退貨成長值還在嗎
faq-refunded-share = 退多少錢，就依比例收回這筆的點數和成長值。
faq-refunded-only-pending = 只收回還沒入帳的；已經能用的不動。
faq-refunded-within-balance = 如果那些點數已經用掉，最多扣到 0，不會讓你倒欠。
faq-refunded-allow-debt = 如果那些點數已經用掉，差額先記著，由之後得到的點數補上。

faq-ladder-title = 會員等級怎麼分？
faq-ladder-asked =
    會員有幾級
    怎麼升等
    成長值要多少才能升級
    升級要消費多少
    最高等級是什麼
    等級效期多久
    等級門檻
faq-ladder-intro = 共 { $tiers } 級，達標就升：
faq-ladder-step = { $tier }：{ $amount }
faq-ladder-qualifying = { $points } 成長值
faq-ladder-spend = 消費滿 { $amount }
faq-ladder-purchases = { $count } 筆
faq-ladder-rolling = 看最近 { $months } 個月累計的。剛好踩線也算，升級當下就享有，效期 { $months } 個月。
faq-ladder-calendar = 依年度累計。剛好踩線也算，升級當下就享有，效期到隔年年底。

faq-keeping-title = 怎麼續等（保級）？
faq-keeping-asked =
    續等要多少成長值
    保級條件
    等級到期怎麼辦
    保住等級需要什麼
    到期前會提醒嗎
    續等門檻
faq-keeping-rolling = 續等比升級容易：在等級有效的 { $months } 個月裡累積到下面的數字，就再續一期。
faq-keeping-calendar = 續等比升級容易：在這個年度裡累積到下面的數字，就續到隔年年底。
faq-keeping-warned = 到期前 { $days }，我會告訴你還差多少。

faq-lowering-title = 沒續到等級會怎麼樣？
faq-lowering-asked =
    會降級嗎
    一次降幾級
    等級會掉嗎
    沒達到續等門檻怎麼辦
    寬限期多久
    降級規則
faq-lowering-grace = 先有 { $days } 天寬限期，期間等級和權益照舊，補足了就當什麼都沒發生。
faq-lowering-none = 等級到手就是你的，不會降。
faq-lowering-one-down = 還是不夠才降，而且只降一級。
faq-lowering-to-qualified = 還是不夠，就依當時的累計落到對應的等級。

faq-benefits-title = 各等級有什麼權益？
faq-benefits-asked =
    會員有什麼好處
    會員權益
    等級福利
    升級有什麼好康
    不同等級差在哪
    高等級有什麼優惠
faq-benefits-points = 點數 { $factor } 倍
faq-benefits-one = { $name }：{ $text }
faq-benefits-inherited = 高等級也享有低等級的權益，點數倍數以自己等級的為準。

faq-card-title = 會員年卡多少錢？
faq-card-asked =
    年卡是什麼
    付費會員多少錢
    怎麼買會員卡
    可以直接買等級嗎
    年卡可以退嗎
    年卡能用多久
    年卡會自動續訂嗎
    用星星買年卡
faq-card-price = 年卡 { $price }，用 { $months } 個月，期間至少享{ $tier }；用 Telegram 付是 { $stars } Stars，傳 /card 就能買。
faq-card-monthly = 也可以按月訂閱，每 30 天 { $stars } Stars，隨時能停。
faq-card-refund = 購買後 { $days } 天內沒領過權益，可以全額退。
faq-card-renewal = 一次買斷的不自動續訂，到期前 { $days }，我會提醒你。

faq-table-title = 簽到一天有幾點？
faq-table-asked =
    簽到有多少點數
    每天簽到送幾點
    連續簽到點數怎麼算
    簽到規則
    簽到第七天幾點
faq-table-told = { $days } 天一輪，依序得 { $points } 點；走完一輪從頭再來。

faq-milestones-title = 連續簽到有額外獎勵嗎？
faq-milestones-asked =
    連續簽到幾天有獎勵
    簽到里程碑
    簽到滿一個月有什麼
    簽到一百天有什麼
    簽到一整年送幾點
faq-milestones-one = { $days } 天加 { $points } 點
faq-milestones-told = 有，連續簽到到這些天數另外加點：{ $milestones }。當天自動發放，不用領。

faq-freezes-title = 斷簽保護是什麼？
faq-freezes-asked =
    漏簽一天會斷嗎
    斷簽保護怎麼拿
    保護卡有幾張
    忘記簽到怎麼辦
    連續天數會歸零嗎
faq-freezes-told = 漏簽那天會自動用掉一張保護卡，連續天數不斷。每連續簽到 { $days } 天得 1 張，最多存 { $most } 張。

faq-makeups-title = 漏簽了可以補簽嗎？
faq-makeups-asked =
    怎麼補簽
    補簽要幾點
    幾天內可以補簽
    每月可以免費補簽幾次
faq-makeups-told = 最近 { $days } 天內漏的可以補。每月 { $free } 次免費，之後依序要 { $prices } 點。

faq-coupons-title = 有哪些優惠券？
faq-coupons-asked =
    優惠券種類
    優惠券使用規則
    優惠券門檻
    優惠券效期多久
    優惠券可以併用嗎
    哪些券可以一起用
faq-coupons-one = { $title }：{ $terms }
faq-coupons-from = 滿 { $amount } 可用
faq-coupons-amount = 折 { $amount }
faq-coupons-percent = 折 { $percent }%
faq-coupons-multiplier = 這筆點數 { $factor } 倍
faq-coupons-free-up-to = { $amount } 以內免費
faq-coupons-free = 免費
faq-coupons-for = 限{ $goods }
faq-coupons-valid = 入帳起 { $days } 天有效
faq-coupons-stacking = 一般一筆一張；{ $coupons }可以和其他券併用。
faq-coupons-alone = 一筆用一張，不能併用。

faq-welcome-title = 新會員有什麼禮物？
faq-welcome-asked =
    入會送什麼
    新人禮
    加入會員有優惠嗎
    第一次來有券嗎
    見面禮是什麼
faq-welcome-told = 入會就送一張「{ $title }」：{ $terms }。券已經在你的帳戶裡，傳「優惠券」就看得到。

faq-birthday-title = 生日有什麼優惠？
faq-birthday-asked =
    生日禮
    壽星優惠
    生日券
    生日當月有優惠嗎
    今天我生日
    生日禮怎麼領
faq-birthday-told = 生日當月自動送一張「{ $title }」：{ $terms }。先傳 /profile 填好生日。

faq-rewards-title = 點數可以換什麼？
faq-rewards-asked =
    點數兌換列表
    幾點可以換一杯
    點數能換哪些東西
    兌換要幾點
    點數商城
    點數換禮物
faq-rewards-intro = 依點數由少到多：
faq-rewards-one = { $points } 點：{ $title }
faq-rewards-tier = （{ $tier }起）
faq-rewards-stock = 傳 /rewards 兌換，庫存以頁面為準。

faq-collecting-title = 兌換的東西留多久？
faq-collecting-asked =
    兌換後多久要去拿
    兌換的東西怎麼領
    兌換品保留幾天
    過期沒領怎麼辦
    兌換碼效期
faq-collecting-told = 幫你留 { $days } 天，到門市報兌換碼就能領；逾期沒來，點數自動退回。兌換碼在 /redemptions。

faq-referral-title = 邀請朋友有什麼獎勵？
faq-referral-asked =
    怎麼邀請朋友
    邀請朋友送幾點
    推薦朋友有獎勵嗎
    被邀請的人有什麼
    邀請有人數上限嗎
    邀請連結在哪
faq-referral-told = 傳 /invite 拿到你的專屬連結。朋友用它入會，{ $days } 天內有一筆實付滿 { $amount }：
faq-referral-points = 你得 { $yours } 點，朋友得 { $theirs } 點。
faq-referral-coupon = 你還有一張「{ $title }」：{ $terms }。
faq-referral-cash = 你還得 { $amount } 現金，由同事發放。
faq-referral-most = 每月最多 { $count } 位有獎勵。
faq-referral-review = { $days } 天內到 { $count } 位，會先由同事看一下。

faq-sales-title = 限時搶購什麼時候有？
faq-sales-asked =
    搶購幾點開始
    秒殺怎麼參加
    有什麼限時優惠
    一人可以搶幾份
    秒殺幾點
faq-sales-intro = 傳 /sale 就看得到，時間到在私訊點「搶」，先搶先贏：
faq-sales-one = { $title }：{ $cost }，共 { $stock } 份
faq-sales-points = { $points } 點
faq-sales-free = 免費
faq-sales-when = ，{ $days } { $at } 開始，{ $minutes } 分鐘
faq-sales-most = ，每人限 { $count } 份。

faq-hours-title = 門市幾點開、幾點關？
faq-hours-asked =
    營業時間
    幾點開門
    幾點打烊
    現在還有開嗎
    週末有營業嗎
faq-hours-told = 每天 { $opens }–{ $closes }。假日有異動時，以門市公告為準。

faq-delivery-title = 外送怎麼收費？
faq-delivery-asked =
    外送費多少
    外送低消多少
    滿多少免外送費
    外送要多久
    外送幾分鐘到
faq-delivery-fee = 滿 { $least } 可外送，外送費 { $fee }。
faq-delivery-free = 實付滿 { $amount } 免外送費。
faq-delivery-time = 一般 { $minutes } 分鐘內送到。

faq-pickup-title = 自取可以保留多久？
faq-pickup-asked =
    自取能放多久
    晚點去拿可以嗎
    多久沒取會怎樣
    取餐時間
faq-pickup-told = 做好後幫你留 { $minutes } 分鐘。

faq-cup-title = 自備杯有優惠嗎？
faq-cup-asked =
    自己帶杯子有便宜嗎
    自備杯折多少
    環保杯優惠
    用自己的杯子
faq-cup-told = 有，自備杯每杯折 { $amount }。

faq-returns-title = 買的商品可以退貨嗎？
faq-returns-asked =
    幾天內可以退貨
    鑑賞期
    不喜歡可以退嗎
    商品退換
faq-returns-told = 未拆封、不影響再售的，收到起 { $days } 天內可以退換。

faq-refunds-title = 退款多久會入帳？
faq-refunds-asked =
    退款幾天入帳
    退的錢什麼時候回來
    退款進度
    錢多久退回
faq-refunds-told = 同意退款後，{ $days } 個工作天內原路退回。

faq-giftcards-title = 禮品卡效期多久？
faq-giftcards-asked =
    禮品卡會過期嗎
    禮品卡可以用多久
    禮品卡幾年有效
faq-giftcards-told = 自購買起 { $years } 年有效。

faq-people-title = 真人客服幾點在？
faq-people-asked =
    客服上班時間
    真人幾點在線
    週末有客服嗎
    多久會有人回
    現在有真人嗎
faq-people-told = 真人{ $days } { $opens }–{ $closes } 在線，通常 { $minutes } 分鐘內回覆。說「轉真人」就好，不在線時先幫你記下。

faq-messages-title = 你們多久傳一次訊息？
faq-messages-asked =
    會傳很多廣告嗎
    一個月推播幾則
    晚上會打擾嗎
    勿擾時段
    推播頻率
    半夜會傳訊息嗎
faq-messages-caps = 行銷類一天最多 { $day } 則，一個月最多 { $month } 則。
faq-messages-quiet = { $start }–{ $end } 不傳。
faq-messages-weekly = 每週推薦在{ $day } { $at }，一次 { $count } 樣。不想收，傳 /settings 關掉。

# 核對：條目裡的數字與規則不一致時，告訴營運人員。
faq-alarm =
    ⚠️ 知識條目裡有 { $count } 處與規則或其他條目對不上：
    { $findings }
    改好條目後執行 main.py index；數字沒錯、只是與規則無關的，寫進條目的 own。
