talks-not-delivered =
    { $why ->
        [blocked] ⚠️ 没有送达：会员停用了机器人。「{ $text }」
        [unknown] ⚠️ 不确定是否送达，Telegram 没有回应。「{ $text }」
       *[failed] ⚠️ 没有送达：Telegram 拒收了这条。「{ $text }」
    }
talks-not-posted = ⚠️ 会员发来的一条没能转到这里，Telegram 的理由：{ $why }
talks-not-posted-member = 有一条消息可能没有送到同事那里，请再发一次。
talks-as-yourself = 没有转给会员：请关掉匿名管理员，用自己的名字写。
talks-not-carried = 这类内容转不过去（联系人、投票等）。请写成文字，或发照片、文件。
talks-note-too-late = 已经送到会员那里了，改成备注也收不回来。
talks-too-much = 消息有点多，同事正在看，请稍等一下再发。
