"""What the test of doors needs: a country with two sides, the rows of each address, what each door answers."""
