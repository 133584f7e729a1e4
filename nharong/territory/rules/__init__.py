"""Pure rules of places: lineage through time, and what a merge, split, rename or transfer does to it."""
