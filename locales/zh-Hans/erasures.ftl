erasures-privacy =
    { $brand }只为会员服务使用你的信息：

    · Telegram 昵称与编号：认出你
    · 订单与积分：算积分、等级和推荐
    · 你问过的问题：改进回答
    · 你愿意告诉我们的手机号、生日、口味：见 /profile

    手机号和生日加密保存。推送与推荐可在 /settings 一键关闭。
erasures-below = 下面可以拿一份自己的数据，也可以注销。
erasures-copy = 📦 导出我的数据
erasures-erase = 🗑 注销并删除
erasures-copying = 正在打包……
erasures-copied = 你的全部数据都在里面：每类一份 CSV 和一份 JSON，CSV 可以直接用表格软件打开。请自己收好。
erasures-readme =
    { $brand } · 会员号 { $number } · { $day }

    每类数据一份 CSV、一份 JSON，内容相同。时间是 UTC，金额是最小货币单位（分）。
    entries 积分流水 · lots 批次 · orders 订单 · order_lines 明细 · consents 同意记录 · coupons 券
    identities 身份 · checkins 签到 · answers 你问过的问题 · notices 发给你的消息
    没有放进来的：会员码的哈希、别人的信息、机器用的密钥。
erasures-copied-lately = 一小时内已经导出过一次，稍后再试。
erasures-too-large = 数据太多，Telegram 发不下。发 /human，同事换个方式给你。
erasures-first =
    注销前请看清楚。会一起清空，不能恢复：

    · { NUMBER($points) } 积分
    · { NUMBER($coupons) } 张可用的券
    · { NUMBER($redemptions) } 件没取的兑换
    · 等级、签到、资料和聊天记录

    订单和积分流水依法以匿名方式留存，同意记录留作凭证。删之前，要不要先把那杯拿铁换了？
erasures-go-on = 继续注销
erasures-stay = 不注销了
erasures-stayed = 好，都还在。
erasures-second = 最后确认一次：注销后立刻生效，谁也找不回来。
erasures-for-good = 确认注销
erasures-too-slow = 隔得太久了，请重新发 /privacy。
erasures-done = 已注销，资料都删好了。谢谢你来过；想回来时发 /start，从头开始。
erasures-subscription = 你的会员卡还在按月续费。先在 /card 里关掉自动续费，再来注销，免得 Telegram 继续扣款。
