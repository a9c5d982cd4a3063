"""Speed beside stock Material, measured in one run; see run.py."""
