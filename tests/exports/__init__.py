"""Whatever stands in a cell, every file we hand out opens, says it, and runs nothing."""
