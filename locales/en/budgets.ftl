budgets-moved = Somebody else just used up that limit. Please try again.
