"""What is computed from articles so that they can be found: passages, vectors, search."""
