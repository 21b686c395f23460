"""Who is there, and what they may see and do."""
