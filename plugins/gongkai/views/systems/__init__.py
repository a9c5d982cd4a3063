"""制度对照: the forty systems of a school, and where each has its place."""
