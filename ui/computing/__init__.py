"""Simulations in turns, bounded, and what the pages draw of them."""
