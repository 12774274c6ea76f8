"""One file per row of the table; see `bench.table` for what a row gives."""
