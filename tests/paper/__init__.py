"""Paper: lists, one page a case, wall maps, binders; what is on them is read back from the pdf itself."""
