conversations-forgotten = { $count ->
    [0] 没有记着什么，我们从头聊起。
   *[other] 好，刚才聊的我都忘了。积分、订单和设置都没动。
}
