"""A question understood, and rankings fused into one."""
