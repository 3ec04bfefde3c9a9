events-earned = 收到了，謝謝你！{ $points } 點已入帳，目前共有 { $balance } 點。
