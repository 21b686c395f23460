"""Numbers, names and findings as the pages write them."""
