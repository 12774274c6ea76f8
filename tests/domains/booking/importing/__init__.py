"""Import of appointments of another tool."""
