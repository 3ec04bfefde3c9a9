staff-role =
    { $role ->
        [owner] 店主
        [manager] 店长
        [operator] 运营
        [approver] 审批
        [agent] 客服
        [clerk] 店员
       *[analyst] 分析
    }
staff-list = 👥 在岗 { $count } 人
staff-line = · { $name } { $id } · { $roles } { $store }
staff-how-to = 加人：把对方的名片发给我，或回复对方的消息发 /staff，或发「/staff 数字ID clerk 门店名」。
staff-card =
    { $name }（{ $id }）
    角色：{ $roles }
    门店：{ $store }
staff-all = 全部人员
staff-done = 改好了
staff-no-account = 这张名片没有 Telegram 账号，加不了。
staff-you-are =
    { $role ->
        [clerk] 你现在是店员了。顾客出示会员码时，扫一扫或发 /counter 就能核销。
       *[other] 你的权限有更新，发 /help 看看能做什么。
    }
staff-role-unknown = 没有「{ $role }」这个角色。可选：owner、manager、operator、approver、agent、clerk、analyst。
staff-store-wrong = 门店名请写 1 到 { $longest } 个字。
staff-own-rights = 自己的权限要请别的负责人来改。
staff-own-account = 自己的账户，请同事来办。
staff-not-allowed = 你还不能给出或收回这个角色。
staff-set-elsewhere = 这位是在部署设置里指定的店主，只能在那里改。
