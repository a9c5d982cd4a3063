"""From one release to the next: what changed, and what a record showed then."""
