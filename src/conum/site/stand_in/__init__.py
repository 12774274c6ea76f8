"""A provider that stands in for FranceConnect in the demonstration and the tests: its own process, invented citizens.

`python -m conum.site.stand_in --port 9000 --client-address http://localhost:8000`, the client's secret in
`STAND_IN_SECRET`. It does what the real one does for a service in line (discovery, keys, authorization code with PKCE,
signed userinfo, session and its end) and refuses what the real one refuses. Off in production.
"""
