"""The top floor: settings, root addresses, home, command line, pages composed of several modules."""
