segments-unknown = 沒有「{ $segment }」這個分眾，可能規則剛改過。
