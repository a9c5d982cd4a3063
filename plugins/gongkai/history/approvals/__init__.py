"""Which approvals a change needs, who gave them, and what still lacks them."""
