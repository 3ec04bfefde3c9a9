waiting-dropped = { $count ->
    [one] One refund has
   *[other] { $count } refunds have
} waited { $days } days for an order that never came: { $orders }. Please check whether the orders were left out; deliver them, then the refunds again.
