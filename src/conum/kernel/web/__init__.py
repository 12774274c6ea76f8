"""Views, lists and exports shared by every module: they demand a permission or say that they are public."""
