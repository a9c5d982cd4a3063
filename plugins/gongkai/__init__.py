"""The disclosure board of a school: records in, checked public site out."""
