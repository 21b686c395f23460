"""What stands before and around the pages: headers, binding, uploads, what runs while the server starts."""
