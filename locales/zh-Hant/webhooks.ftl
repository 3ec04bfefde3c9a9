webhooks-address-wrong = 網址無法使用：{ $url }，應為 { $expected }。
webhooks-kind-unknown = 沒有這種事件：{ $kind }。可選：{ $known }。
webhooks-known = 這個網址已經登記過了：{ $url }
webhooks-unknown = 沒有編號 { $id } 的推送網址。
webhooks-off = 推送網址已停用：{ $url }
    原因：{ $reason }。待送 { $queued } 則。
    修好之後執行 main.py webhook resume { $id }，沒送到的會補送。
