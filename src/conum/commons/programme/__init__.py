"""The programme: its dated parameters, the page where they change, the daily retention runs."""
