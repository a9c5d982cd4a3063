"""What git knows of a board, cut down to what its audience may know."""
