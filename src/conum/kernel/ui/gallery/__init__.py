"""`/composants/`: every component with its code, drawn by the very code that is shown."""
