"""One use case, one transaction each; decides permission and scope; knows no page."""
