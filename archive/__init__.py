"""The filing cabinet: turns pages and words into a searchable PDF/A and keeps it."""
