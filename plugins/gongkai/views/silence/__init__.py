"""公开进度: the catalogue against the school year, and what is silent."""
