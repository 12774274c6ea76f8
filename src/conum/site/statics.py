"""Static files: their version is in the path, so browsers may keep them for ever.

Hashing and compressing each of the design system's 1 600 files takes 20 seconds and most are never
asked for. Instead the folder's name carries one version for all of them.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from conum.site.settings.environment import Environment

SOURCES = Path(__file__).resolve().parents[1]


def _version() -> str:
    """Changes with any static file of ours or any package that brings some."""
    digest = hashlib.sha256(version("django-dsfr").encode() + version("django").encode())
    for path in sorted(SOURCES.glob("**/static/**/*")):
        if path.is_file():
            digest.update(str(path.relative_to(SOURCES)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


VERSION = _version()


def is_immutable(path: str, url: str) -> bool:
    """Tell WhiteNoise that an address under the version never changes."""
    return url.startswith(f"/static/{VERSION}/")


def file_storage(environment: Environment) -> dict[str, object]:
    """Where uploaded files go: the data folder, or S3 when a bucket is named."""
    if not environment.s3_bucket:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(environment.data_dir / "files")},
        }
    named = {
        "bucket_name": environment.s3_bucket,
        "endpoint_url": environment.s3_endpoint,
        "region_name": environment.s3_region,
        "access_key": environment.s3_access_key,
        "secret_key": environment.s3_secret_key,
    }
    options = {key: text for key, text in named.items() if text}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {**options, "default_acl": "private"}}
