"""How files reach the storage: encrypted or not, in pieces, never whole in memory."""
