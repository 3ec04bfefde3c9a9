audits-reason-missing = 請寫明原因，不能留空。
