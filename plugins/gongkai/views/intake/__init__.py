"""有话请说: the forms with which a proposal or an opinion begins."""
