help-member =
    我是{ $assistant }，有問題直接打字問我就好，例如「我的點數什麼時候到期」。

    /code 會員條碼 · /points 點數 · /tier 等級 · /benefits 權益 · /coupons 券
    /rewards 點數兌換 · /redemptions 我的兌換 · /sale 秒殺
    /foryou 為你推薦 · /orders 訂單 · /why 點數怎麼來的
    /card 會員年卡 · /invite 邀請朋友
    /checkin 簽到 · /streak 連續簽到 · /rank 排行榜
    /profile 我的資料 · /settings 通知設定 · /language 語言
    /privacy 隱私 · /human 找真人
help-clerk = 店員：/counter 核銷券、交付兌換、點數折抵
help-agent = 客服：/tickets 案件佇列 · /ticket 案件編號 看一件 · /desk 客服台數據
help-operator =
    營運：/campaign 新增群發 · /campaigns 群發列表 · /proofs 審打卡
    /adjust 調整點數 · /issue 發券 · /revoke 收回券
    /merge 合併會員 · /unmerge 拆回 · /claims 手機號碼認領
    /grantcard 送年卡 · /refundcard 退年卡 · /referrals 核對邀請
    /tierdryrun 等級試算 · /claimrates 權益領取率
    /feedback 回答的評價 · /gaps 答不出來的問題 · /write 寫一則回答 · /articles 全部回答 · /usage 模型用量
    /staff 店員與權限 · /counter 核銷
help-join-first = 先加入會員就能用了，點一下就好。
help-join-here = 先加入會員就能用了：傳送 /start，點一下就好。
help-unknown-command = 沒有這個指令。傳 /help 看看能做什麼，或直接打字問我。
help-stale = 這個按鈕已過期或不是給你的。傳 /help 重新開始。
