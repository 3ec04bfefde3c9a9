events-earned = 收到，谢谢你！{ $points } 积分已到账，现在共有 { $balance } 积分。
