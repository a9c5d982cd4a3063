"""无障碍说明: each criterion, how it is met, and the test that says so."""
