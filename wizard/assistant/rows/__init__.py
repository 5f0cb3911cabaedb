"""Rows of a table told in prose: parted, counted, and read cell by cell."""
