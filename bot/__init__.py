"""citewire's Discord adapter."""
