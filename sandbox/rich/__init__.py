"""Rich messages: from HTML or a list of blocks to the blocks that a message carries."""
