"""Pages composed of several modules: home, figures, help near home, search, dashboards."""
