"""Races: two people act on one case at one moment, from threads and from processes; histories checked."""
