"""What git knows, asked of git itself: objects, revisions, commits. The only room that runs it."""
