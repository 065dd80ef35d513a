"""The same services from a shell, one module a subject: parses nothing itself, delegates, says what was done."""
