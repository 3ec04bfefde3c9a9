partner_codes-not-partnered = 「{ $reward }」不是合作方的兑换，不能给它导入券码。
partner_codes-code-wrong = 第 { $line } 个券码不对：应为 1 到 128 个可见字符。
partner_codes-none-left = 合作方的券码发完了，没有扣积分。补货后再来看看。
partner_codes-alarm =
    ⚠️ 「{ $title }」的合作方券码只剩 { NUMBER($left) } 个了。
    补充：main.py codes 文件 --reward { $reward }
