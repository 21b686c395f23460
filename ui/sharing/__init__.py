"""Links: made, listed, shown, ended."""
