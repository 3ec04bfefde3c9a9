groups-unknown = 我还不认识这个群，请先发送 /setup。
groups-language-unknown = 这种语言我还不会说：{ $language }
groups-hello = 大家好，我是{ $name } 👋 每天签到有积分，还有小任务和排行榜。群管理员发送 /setup，一分钟就能开张。
groups-rights-hidden = 我看不到谁是管理员，请先把我设为管理员，再发 /setup。
groups-only-admins = 只有群管理员可以设置。
groups-only-here = /setup 要在群里发送，我才知道设置哪一个群。
groups-setup-title = ⚙️ { $title } 的设置
groups-setup-language = 语言：简体中文
groups-setup-topic = 发布位置：{ $kind ->
    [topic] 你发送 /setup 的这个话题
   *[chat] 整个群
  }
groups-setup-task = 每日任务：{ $on ->
    [yes] 每天 { $at } 发布
   *[no] 关闭
  }
groups-setup-board = 每周排行榜：{ $on ->
    [yes] 开启
   *[no] 关闭
  }
groups-setup-answers = 没点名也回答：{ $on ->
    [yes] 开启，只答有把握的常见问题，几分钟最多一次
   *[no] 关闭，@我或回复我才答
  }
groups-setup-ready = ✅ 权限齐全，可以开张了。
groups-setup-missing = ⚠️ 还缺：
groups-missing-admin = · 请把我设为管理员，否则看不到大家发的「签到」，只能靠按钮
groups-missing-send = · 请允许我发送消息
groups-missing-topics = · 请允许我在话题里发言（管理话题）
groups-button-task = { $on ->
    [yes] 关闭每日任务
   *[no] 开启每日任务
  }
groups-button-board = { $on ->
    [yes] 关闭每周排行榜
   *[no] 开启每周排行榜
  }
groups-button-answers = { $on ->
    [yes] 只在被点名时回答
   *[no] 没点名也回答常见问题
  }
groups-button-open = 📌 现在就发今天的签到和任务
groups-opened = 马上就发
groups-opened-already = 今天的已经发过了
groups-saved = 已保存
