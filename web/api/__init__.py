"""The HTTP API for the brand's other systems: signed deliveries in, a member's standing out."""
