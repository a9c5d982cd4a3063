"""Making pages: templates, prose, charts, icons and formats; nothing here knows a record kind."""
