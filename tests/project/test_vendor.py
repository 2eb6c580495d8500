"""static/vendor/README.md tells the truth about what lies beside it."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

VENDOR = Path(settings.BASE_DIR) / "static/vendor"


def versions_in_the_readme() -> dict[str, str]:
    rows = re.findall(
        r"^\| `([\w-]+)/` \| [\w.-]+ \| ([\d.]+) \|", (VENDOR / "README.md").read_text(), re.MULTILINE
    )
    return dict(rows)


def test_every_vendored_folder_has_a_version_and_a_licence():
    folders = {path.name for path in VENDOR.iterdir() if path.is_dir()}
    assert folders == versions_in_the_readme().keys()
    assert all((VENDOR / folder / "LICENSE").stat().st_size for folder in folders)


def test_the_files_are_of_the_version_that_the_readme_names():
    for folder, version in versions_in_the_readme().items():
        texts = [
            path.read_text() for path in (VENDOR / folder).rglob("*.min.*") if path.suffix in (".css", ".js")
        ]
        assert texts
        assert all(version in text for text in texts), f"{folder} is not {version}"


def test_every_source_map_that_is_named_is_there():
    for path in [*VENDOR.rglob("*.css"), *VENDOR.rglob("*.js")]:
        for name in re.findall(r"sourceMappingURL=(\S+?)(?:\s|\*/|$)", path.read_text()):
            assert (path.parent / name).exists(), f"{path.name} wants {name}"


def test_all_static_files_can_be_collected_with_a_hash_of_their_content(settings, tmp_path):
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert finders.find("vendor/htmx/htmx.min.js")
    assert list(tmp_path.glob("vendor/htmx/htmx.min.*.js"))
