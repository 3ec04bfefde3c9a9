channels-name-wrong = 渠道名稱不能用：{ $name }。應為 1 到 32 個小寫字母、數字、點、底線或連字號。
channels-right-unknown = 沒有這種權限：{ $given }。可選：{ $known }。
channels-known = 渠道 { $name } 已經存在。換金鑰請用 rotate，停用請用 revoke。
channels-unknown = 沒有叫 { $name } 的渠道。
channels-revoked = 渠道 { $name } 已停用。重新啟用請再用 add 新增一次。
channels-id-reused = webhook-id { $id } 用過了，當時的內容不同。
