"""The day itself: check-in, rounds, walk-ins, the board in the hall."""
