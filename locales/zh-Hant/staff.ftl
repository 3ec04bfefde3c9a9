staff-role =
    { $role ->
        [owner] 店主
        [manager] 店長
        [operator] 營運
        [approver] 審核
        [agent] 客服
        [clerk] 店員
       *[analyst] 分析
    }
staff-list = 👥 在職 { $count } 人
staff-line = · { $name } { $id } · { $roles } { $store }
staff-how-to = 新增：把對方的聯絡資訊傳給我，或回覆對方的訊息傳 /staff，或傳「/staff 數字ID clerk 門市名」。
staff-card =
    { $name }（{ $id }）
    角色：{ $roles }
    門市：{ $store }
staff-all = 全部人員
staff-done = 改好了
staff-no-account = 這張聯絡資訊沒有 Telegram 帳號，無法新增。
staff-you-are =
    { $role ->
        [clerk] 你現在是店員了。顧客出示會員條碼時，掃一下或傳 /counter 就能核銷。
       *[other] 你的權限有更新，傳 /help 看看能做什麼。
    }
staff-role-unknown = 沒有「{ $role }」這個角色。可選：owner、manager、operator、approver、agent、clerk、analyst。
staff-store-wrong = 門市名請寫 1 到 { $longest } 個字。
staff-own-rights = 自己的權限要請其他負責人來改。
staff-own-account = 自己的帳戶，請同事來辦。
staff-not-allowed = 你還不能給出或收回這個角色。
staff-set-elsewhere = 這位是在部署設定裡指定的店主，只能在那裡改。
