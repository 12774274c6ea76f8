"""What is right about places: pure functions, no table, no clock."""
