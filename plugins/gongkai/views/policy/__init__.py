"""The rules in force, what they rest on, and where each is used."""
