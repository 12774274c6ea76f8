"""Identity of citizens: their only home (PRI-02)."""
