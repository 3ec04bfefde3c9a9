deductions-ask =
    💰 Pay { $value } with { $points } points?
    The order is { $amount }{ $placed ->
        [0] {""}
       *[other] {" "}at { $store }
    }. Nothing is taken until you confirm, within 2 minutes.
deductions-yes = ✓ Pay with points
deductions-no = No, thanks
deductions-confirmed = ✓ { $points } points paid { $value }; { $due } left to pay.
deductions-declined = All right, no points were taken.
deductions-to-clerk =
    { $state ->
        [confirmed] ✓ Confirmed: { $points } points for { $value }; please take { $due } (of { $amount }).
        [declined] The guest keeps their points; please take { $amount }.
       *[lapsed] No answer within 2 minutes and no points taken; please take { $amount }.
    }
deductions-undo = ↩️ Undo
deductions-undone = ↩️ The { $points } points of just now are yours again.
deductions-undone-clerk = ↩️ Undone: { $points } points went back to the guest; please take { $amount }.
deductions-unknown = There is no such payment.
deductions-over = It was answered before, or its 2 minutes are over.
deductions-none = Orders can't be paid with points at the moment.
deductions-too-few = Not enough: it starts at { $step } points, and an order takes only part of its price; the guest has { $balance }.
deductions-still-asked = This visit has a payment with points already.
