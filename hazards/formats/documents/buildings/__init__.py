"""Documents of an illegal-building case, from filing to closing: facts in, bytes out, as all documents."""
