budgets-moved = 积分上限刚被别人用满，请再试一次。
