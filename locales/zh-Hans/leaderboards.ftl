leaderboards-title-group = 🏆 本群排行榜 · { $window ->
    [day] 今天
    [month] 本月
   *[week] 本周
  }
leaderboards-title-program = 🏆 会员排行榜 · { $window ->
    [day] 今天
    [month] 本月
   *[week] 本周
  }
leaderboards-weekly = 🏆 本周排行榜
leaderboards-day = 今天
leaderboards-week = 本周
leaderboards-month = 本月
leaderboards-place = { $rank } { $name } · { $points }
leaderboards-nameless = 一位会员
leaderboards-empty = 这段时间还没有人得分，第一名空着呢。
leaderboards-own = 你：第 { $rank } 名，{ $points } 积分（共 { $people } 人）
leaderboards-own-none = 这段时间你还没有得分，签到或做任务就能上榜。
leaderboards-own-hidden = 你选择了不上榜。想回来：/rank show
leaderboards-counted = 只计签到和任务赚到的积分。不想上榜：/rank hide
leaderboards-hidden = 好的，排行榜上不再出现你。想回来：/rank show
leaderboards-shown = 欢迎回到排行榜。
