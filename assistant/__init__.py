"""From a question to a cited answer: on the command line, in question sets and in the page."""
