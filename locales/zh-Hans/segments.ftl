segments-unknown = 没有「{ $segment }」这个人群，可能规则刚改过。
