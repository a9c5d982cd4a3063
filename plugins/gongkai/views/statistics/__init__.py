"""统计: what came of every proposal, by meeting, department, category and year."""
