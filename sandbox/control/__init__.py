"""The control API under `/sim`: people are played and tests steer with it."""
