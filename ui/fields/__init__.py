"""Fields, tables and files through which a plan is changed."""
