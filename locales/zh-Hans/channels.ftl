channels-name-wrong = 渠道名不能用：{ $name }。应为 1 到 32 个小写字母、数字、点、下划线或短横线。
channels-right-unknown = 没有这种权限：{ $given }。可选：{ $known }。
channels-known = 渠道 { $name } 已经存在。换密钥请用 rotate，停用请用 revoke。
channels-unknown = 没有叫 { $name } 的渠道。
channels-revoked = 渠道 { $name } 已停用。重新启用请再用 add 添加一次。
channels-id-reused = webhook-id { $id } 用过了，当时的内容不同。
