segments-unknown = There is no segment “{ $segment }”; the rules may have just changed.
