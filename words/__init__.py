"""How numbers, metrics and goals are written, on the pages and on paper alike."""
