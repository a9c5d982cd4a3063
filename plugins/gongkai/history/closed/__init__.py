"""What was published is closed: what may change, what a 更正 accounts for, and every slip in between."""
