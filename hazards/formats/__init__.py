"""Opens other people's files in a fenced child and writes files for them; knows no database."""
