#!/usr/bin/env bash
# Write constraints.txt: every package the environment holds, except pip itself.
# Run after changing requirements*.txt, and read the difference before committing it.
set -euo pipefail
cd "$(dirname "$0")/.."
{
  echo "# What requirements.txt and requirements-dev.txt bring along; made by scripts/pins.sh."
  .venv/bin/pip list --format=freeze | grep -viE '^(pip|setuptools|wheel)=='
} > constraints.new
mv constraints.new constraints.txt
