"""走廊屏: what hangs in the hallway – which slides there are, when each is shown, and the page that plays them."""
