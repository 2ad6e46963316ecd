"""News into evidence: which declared commitment an item speaks of, and what it reports of it."""
