events-earned = 收到了，謝謝你！{ $points } 點已入帳，目前共有 { $balance } 點。
events-capped = 收到，謝謝你！這段時間的點數上限到了，這次沒有再計點。
