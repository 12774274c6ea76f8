"""Where things are: régions, départements, intercommunalities, communes, zones, fragility, perimeters."""
