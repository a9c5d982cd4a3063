"""Papers that are made from records: what a paper is, each kind of paper, the list of them."""
