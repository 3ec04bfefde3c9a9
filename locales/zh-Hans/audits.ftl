audits-reason-missing = 请写明原因，不能留空。
