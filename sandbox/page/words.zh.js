/** 简体中文 */
export const zh = {
  title: "沙盒", chats: "聊天", search: "搜索聊天", searchPeople: "搜索人物", noChats: "还没有聊天", noMatch: "没有匹配的聊天",
  pickChat: "选一个聊天开始", pickHint: "这里是一座沙盒：人、群和时间都由您掌握。",
  bot: "机器人", members: "{n} 位成员", you: "我", back: "返回", close: "关闭", more: "更多",
  cancel: "取消", ok: "好", copy: "复制",
  offline: "连接断开，正在重连…", online: "已重新连上", failed: "没有成功：{why}", offlineWhy: "连不上沙盒服务器",
  // people
  person: "当前身份", switchPerson: "切换身份", newPerson: "新建人物", newGroup: "新建群组", openLink: "打开链接…",
  theme: "外观", themeAuto: "自动", themeLight: "浅色", themeDark: "深色", language: "Language / 语言",
  firstName: "名字", lastName: "姓氏（可空）", username: "用户名（可空）", langCode: "Telegram 语言", premium: "Premium 用户",
  create: "创建", created: "已创建 {name}", welcome: "先建一个人物，就能开始和机器人说话。",
  blockedMark: "已屏蔽机器人",
  // groups
  groupTitle: "群名称", groupType: "类型", group: "普通群", supergroup: "超级群", forum: "话题群", channel: "频道",
  withBot: "把机器人拉进群", botAdmin: "机器人是管理员", chooseMembers: "成员", private: "私聊",
  info: "聊天信息", addMember: "添加成员", remove: "移出", promote: "设为管理员", demote: "取消管理员", leave: "退出群组",
  admin: "管理员", owner: "群主", nobodyLeft: "所有人都已在群里", migrate: "升级为超级群", newTopic: "新话题", topicName: "话题名称",
  removeConfirm: "把 {name} 移出「{chat}」？", leaveConfirm: "退出「{chat}」？", viewAs: "以 {name} 的身份看",
  allTopics: "全部", general: "综合",
  // composer
  compose: "输入消息", composeLabel: "消息", send: "发送", attach: "添加照片或文件", commands: "命令", keyboard: "键盘",
  shareContact: "分享我的联系方式", shareLocation: "分享位置", sendDice: "掷骰子", photo: "照片", document: "文件",
  photoOrFile: "照片或文件", caption: "添加说明", dropHere: "松手即可发送给当前聊天", tooLong: "消息太长：{n} / 4096",
  start: "开始", startHint: "按「开始」和机器人打个招呼", startPayload: "参数 {payload}", botBlocked: "您已屏蔽这个机器人",
  unblock: "解除屏蔽", block: "屏蔽机器人", blockConfirm: "屏蔽后机器人无法再给您发消息。",
  replyTo: "回复 {name}", editing: "编辑消息", cancelReply: "取消回复", removeFile: "移除文件",
  topicClosed: "这个话题已关闭", stopDraft: "停止生成",
  // message
  edited: "已编辑", deleted: "消息已删除", ephemeral: "仅您可见", silent: "静默发送", forwarded: "转发自 {who}", via: "通过 @{who}",
  reply: "回复", react: "回应", copyText: "复制文字", edit: "编辑", raw: "查看原始 JSON", actions: "消息操作", showMore: "展开", showLess: "收起",
  showSpoiler: "显示剧透内容", pinned: "置顶消息", pinnedN: "置顶消息（{n}）", toBottom: "回到底部",
  today: "今天", yesterday: "昨天", empty: "还没有消息", emptyHint: "说点什么吧", typing: "正在输入", typingWho: "{who} 正在输入",
  uploading: "正在发送文件", recording: "正在录音", choosing: "正在选贴纸", thinking: "正在思考…", draft: "正在生成",
  contact: "联系人", location: "位置", sticker: "贴纸", video: "视频", voice: "语音", audio: "音频", animation: "动图", album: "相册",
  poll: "投票", quiz: "测验", anonymousPoll: "匿名投票", publicPoll: "公开投票", pollClosed: "投票已结束", votes: "{n} 票", vote: "投票", multiple: "可多选",
  invoice: "账单", pay: "支付 {amount}", paid: "已支付", payTitle: "支付", payConfirm: "用模拟的星星支付，不会花真的钱。", payDone: "支付成功", payFailed: "支付未完成：{why}",
  unsupported: "这种消息还不能显示（{kind}）", dice: "骰子",
  // service
  joined: "{who} 加入了群组", added: "{by} 邀请了 {who}", left: "{who} 离开了群组", removed: "{by} 移出了 {who}",
  pinnedBy: "{who} 置顶了「{what}」", titled: "{who} 把群名改成了「{what}」", groupCreated: "{who} 创建了群组「{what}」", supergroupCreated: "超级群「{what}」已创建",
  migratedTo: "本群已升级为超级群", migratedFrom: "从普通群升级而来", newPhoto: "{who} 换了群头像", noPhoto: "{who} 移除了群头像",
  paidService: "{who} 支付了 {amount}", refunded: "已退款 {amount}", topicCreated: "{who} 创建了话题「{what}」", topicEdited: "{who} 修改了话题", topicClosedBy: "{who} 关闭了话题",
  topicReopened: "{who} 重新打开了话题", generalHidden: "综合话题已隐藏", generalShown: "综合话题已显示", writeAllowed: "{who} 允许机器人发消息", shared: "{who} 分享了选择",
  webAppData: "{who} 从小程序发送了数据「{what}」", serviceOther: "服务消息：{what}",
  // buttons
  cantPress: "沙盒暂不支持这种按钮", copiedText: "已复制「{text}」", noAnswer: "机器人没有回应这次点击", badLink: "这个链接不能打开", openOutside: "在新窗口打开",
  linkTitle: "打开链接", linkHint: "t.me 深链接、邀请链接或账单链接", open: "打开", joinedChat: "已加入", requestedChat: "已申请加入，等待批准", confirmOpen: "要打开这个链接吗？", miniApp: "小程序",
  // clock
  now: "沙盒时间", plusHour: "下一小时", plusDay: "第二天", plusWeek: "一周后", moved: "时间来到 {when}", ahead: "比真实时间快 {span}", inStep: "与真实时间同步",
  days: "{n} 天", hours: "{n} 小时", minutes: "{n} 分钟", moving: "时间流动中…",
  // tools
  tools: "幕后", hood: "请求", faults: "故障", hideUpdates: "隐藏 getUpdates", noRequests: "机器人还没有发出请求", onlyFaulty: "只看异常", requestsN: "最近 {n} 条", schemaFaults: "与接口表不符", error: "错误",
  faultIntro: "给机器人一点风雨，看它怎样应对。", preset: "一键", custom: "自定义", method: "方法", kind: "种类", times: "次数", seconds: "秒数", inject: "注入",
  clearFaults: "全部清除", activeFaults: "进行中", noFaults: "风平浪静，没有故障。", leftTimes: "还剩 {n} 次", playedTimes: "已发生 {n} 次", chance: "概率 {n}%", limits: "模拟限速", limitsHint: "每聊天约 1 条/秒，每群 20 条/分，全局 30 条/秒",
  f429: "429 风暴", f5xx: "服务器 5xx", ftimeout: "超时", fdrop: "写后断线", fpoison: "毒更新", fduplicate: "重复投递",
  f429Hint: "下 5 次发送被限流", f5xxHint: "下 3 个请求 502", ftimeoutHint: "下 1 次发送等 10 秒", fdropHint: "做了但不回答", fpoisonHint: "一条无法解析的更新", fduplicateHint: "下一条更新送两次",
  injected: "已注入：{what}", cleared: "故障已清除", faultPlayed: "故障 {kind} · {method}", rawTitle: "原始消息",
};
