"""Files people send: checked by content and size, encrypted where said, served only through a permission."""
