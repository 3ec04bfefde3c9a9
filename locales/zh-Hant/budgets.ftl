budgets-moved = 點數上限剛被別人用滿，請再試一次。
