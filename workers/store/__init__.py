"""What is kept: the database, which is the truth, and the files."""
