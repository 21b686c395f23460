"""Plans that survive: autosave, versions, conflicts, the library."""
