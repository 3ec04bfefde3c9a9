conversations-forgotten = { $count ->
    [0] 沒有記著什麼，我們重新開始聊吧。
   *[other] 好的，剛才聊的我都忘了。點數、訂單和設定都沒有動。
}
