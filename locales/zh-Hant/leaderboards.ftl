leaderboards-title-group = 🏆 本群排行榜 · { $window ->
    [day] 今天
    [month] 本月
   *[week] 本週
  }
leaderboards-title-program = 🏆 會員排行榜 · { $window ->
    [day] 今天
    [month] 本月
   *[week] 本週
  }
leaderboards-weekly = 🏆 本週排行榜
leaderboards-day = 今天
leaderboards-week = 本週
leaderboards-month = 本月
leaderboards-place = { $rank } { $name } · { $points }
leaderboards-nameless = 一位會員
leaderboards-empty = 這段時間還沒有人得分，第一名空著呢。
leaderboards-own = 你：第 { $rank } 名，{ $points } 點（共 { $people } 人）
leaderboards-own-none = 這段時間你還沒有得分，簽到或做任務就能上榜。
leaderboards-own-hidden = 你選擇了不上榜。想回來：/rank show
leaderboards-counted = 只計簽到和任務賺到的點數。不想上榜：/rank hide
leaderboards-hidden = 好的，排行榜上不再出現你。想回來：/rank show
leaderboards-shown = 歡迎回到排行榜。
