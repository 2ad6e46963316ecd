"""One module for each revision, never edited once it has been released."""
