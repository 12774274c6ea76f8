"""What is right about positions: pure functions, one file per noun."""
