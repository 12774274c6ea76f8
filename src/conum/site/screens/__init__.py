"""Pictures of the main screens, made from the demonstration (`conum screens`)."""
