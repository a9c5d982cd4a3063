"""Finance: the page of a statement, its tables, blocks and charts."""
