events-earned = 收到，谢谢你！{ $points } 积分已到账，现在共有 { $balance } 积分。
events-capped = 收到，谢谢你！这段时间的积分上限到了，这次没有再计分。
