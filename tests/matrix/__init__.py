"""The authorization matrix: operations and routes as the code has them, answers as people wrote them."""
