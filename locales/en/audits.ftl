audits-reason-missing = Please give a reason; it cannot be empty.
