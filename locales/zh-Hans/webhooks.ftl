webhooks-address-wrong = 地址不能用：{ $url }，应为 { $expected }。
webhooks-kind-unknown = 没有这种事件：{ $kind }。可选：{ $known }。
webhooks-known = 这个地址已经登记过了：{ $url }
webhooks-unknown = 没有编号为 { $id } 的推送地址。
webhooks-off = 推送地址已停用：{ $url }
    原因：{ $reason }。待发 { $queued } 条。
    修好之后运行 main.py webhook resume { $id }，没送到的会补发。
