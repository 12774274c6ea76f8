"""Host requests, opinions, decisions, quotas and posts."""
