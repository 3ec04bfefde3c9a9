events-earned = Thank you! { $points } points are yours; your balance is { $balance }.
