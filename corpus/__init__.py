"""Articles as they were published, and the readers that find them in files and feeds."""
