"""Candidates, matching, shortlists, contracts and terminations (sheet 02 sections 6 to 8)."""
