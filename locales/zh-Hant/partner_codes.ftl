partner_codes-not-partnered = 「{ $reward }」不是合作夥伴的兌換，不能給它匯入券碼。
partner_codes-code-wrong = 第 { $line } 個券碼不對：應為 1 到 128 個可見字元。
partner_codes-none-left = 合作夥伴的券碼發完了，沒有扣點數。補貨後再來看看。
partner_codes-alarm =
    ⚠️ 「{ $title }」的合作夥伴券碼只剩 { NUMBER($left) } 個了。
    補充：main.py codes 檔案 --reward { $reward }
