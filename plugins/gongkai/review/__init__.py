"""What publishing would change: two moments of the records compared as the public would see them."""
