waiting-dropped = 有 { $count } 筆退款等了 { $days } 天也沒等到對應的訂單，不再等待：{ $orders }。請核對這些訂單是否漏傳，補傳訂單後再重送退款。
