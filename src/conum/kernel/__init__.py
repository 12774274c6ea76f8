"""The kernel: mechanisms that know no business (workflow, rules, permissions, events, jobs, models, web, ui)."""
