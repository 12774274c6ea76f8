"""Conum: the open platform that runs a national digital-inclusion programme from end to end."""
