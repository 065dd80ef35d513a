"""What the forking server imports once: the rooms every command asks (tests/commandline.py)."""

import hazards.__main__
import hazards.services.boundaries
import hazards.services.export
import hazards.services.taking

LOADED = (hazards.__main__, hazards.services.boundaries, hazards.services.export, hazards.services.taking)
