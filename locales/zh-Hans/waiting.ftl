waiting-dropped = 有 { $count } 笔退款等了 { $days } 天也没等到对应的订单，不再等待：{ $orders }。请核对这些订单是否漏传，补传订单后再重发退款。
