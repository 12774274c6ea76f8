"""What the files module keeps."""

from conum.commons.files.models.stored_file import StoredFile

__all__ = ["StoredFile"]
