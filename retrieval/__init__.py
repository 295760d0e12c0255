"""citewire's library: answers from a news archive in verbatim, cited extracts."""
