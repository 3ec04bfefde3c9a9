events-earned = Thank you! { $points } points are yours; your balance is { $balance }.
events-capped = Got it, thank you! You’ve reached a limit on points for now, so this one earned none.
