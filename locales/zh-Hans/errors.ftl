errors-busy = 现在有点忙，过几秒再试一次？
errors-unexpected = 出了点问题，已经记下来了。请稍后再试。
errors-not-yours = 这个按钮不是给你的。
errors-no-person = 请用你自己的身份发送，匿名身份查不到会员资料。
errors-sent-privately = 已私信发你 📩
errors-open-private = 你的资料只在私聊里看。点这里打开：
errors-open = 打开私聊
