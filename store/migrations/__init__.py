"""How the schema came to be: one file a step, never edited once released."""
