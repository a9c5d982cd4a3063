"""What the program cannot do, as a sentence for whoever asked for it."""


class Unable(ValueError):
    """What was asked for cannot be; the message is a Chinese sentence that says why, and what to do instead."""
