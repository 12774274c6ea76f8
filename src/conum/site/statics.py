"""Static files: their version is in the path, so browsers may keep them for ever.

Hashing and compressing each of the design system's 1 600 files takes 20 seconds and most are never
asked for. Instead the folder's name carries one version for all of them, and what pages cannot ask
for (sources, parts already in the assembled sheets) stays out: half a second, once per version.
"""

import gzip
import hashlib
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders

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


LEFT_OUT = (
    "dsfr/dist/analytics/",
    "dsfr/dist/component/",
    "dsfr/dist/core/",
    "dsfr/dist/dsfr.",
    "dsfr/dist/layout/",
    "dsfr/dist/legacy/",
    "dsfr/dist/scheme/",
    "django-dsfr/icon-picker/",
)
LEFT_OUT_SUFFIXES = {".md", ".scss", ".map", ".woff"}
COMPRESSED_SUFFIXES = {".css", ".js", ".svg", ".json"}
COMPRESSED_FROM = 1024  # bytes: below, the header costs what compression wins


def collect(root: Path) -> bool:
    """Gather in `root` the static files that pages may ask for, the larger texts also compressed.

    `root` is named after the version, so when it exists it is right. Returns True when it was made now;
    the folders of former versions are then removed.
    """
    if root.is_dir():
        return False
    draft = root.with_name(f".{root.name}.{os.getpid()}")
    for finder in get_finders():
        for path, storage in finder.list([]):
            if not _is_left_out(path):
                _publish(Path(storage.path(path)), draft / path)
    draft.mkdir(parents=True, exist_ok=True)
    for former in root.parent.iterdir():
        if former != draft:
            shutil.rmtree(former)
    draft.rename(root)
    return True


def _is_left_out(path: str) -> bool:
    if Path(path).suffix in LEFT_OUT_SUFFIXES or path.startswith(LEFT_OUT):
        return True
    source = Path(path).suffix in {".css", ".js"} and ".min." not in path
    return source and path.startswith("dsfr/dist/")


def _publish(source: Path, target: Path) -> None:
    if target.exists():  # an upper app's file of the same name wins
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    if source.suffix in COMPRESSED_SUFFIXES and source.stat().st_size >= COMPRESSED_FROM:
        target.with_name(f"{target.name}.gz").write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))


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
