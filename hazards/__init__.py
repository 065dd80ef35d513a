"""Guapai (挂牌一张图): listed hazards and illegal buildings of a district, provably counted."""
