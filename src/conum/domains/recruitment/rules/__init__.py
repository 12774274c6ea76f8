"""What is right about recruitment: pure functions, one file per noun."""
