"""Registers at other moments, what differs between two of them, and who approved it."""
