"""The search: its page, and the index that the browser asks."""
