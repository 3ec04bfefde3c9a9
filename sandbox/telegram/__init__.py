"""The methods of the Bot API that the sandbox plays, one file per area."""
