"""package_model.py: what comes in, what goes out, and what is refused."""

import io
import pathlib
import subprocess
import sys
import tarfile

import pytest

SCRIPT = pathlib.Path(__file__).parents[3] / "lib" / "pipeline" / "scripts" / "package_model.py"


def archive(path, files, links=()):
    """A gzipped tarball; `links` are (name, target, type)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(path, "w:gz") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            entry.mode = 0o755 if name.endswith(".sh") else 0o644
            tar.addfile(entry, io.BytesIO(content))
        for name, target, kind in links:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, target
            tar.addfile(entry)


class Job:
    def __init__(self, folder):
        self.folder = folder
        self.model = folder / "model" / "model.tar.gz"
        self.code = folder / "inference" / "abc123.tar.gz"
        archive(self.model, {"model.joblib": b"weights", "./vocabulary/words.txt": b"a b"})
        archive(self.code, {"inference.py": b"def model_fn(folder): ...", "lib/helpers.py": b"x = 1", "start.sh": b"#!/bin/sh"})

    def run(self):
        return subprocess.run(
            [sys.executable, SCRIPT, "--model", self.model.parent, "--inference", self.code.parent, "--output", self.folder / "out"],
            capture_output=True,
            text=True,
        )

    def refusal(self):
        ended = self.run()
        assert ended.returncode != 0
        assert not (self.folder / "out" / "model.tar.gz").exists()
        assert "Traceback" not in ended.stderr
        return ended.stderr

    def packaged(self):
        ended = self.run()
        assert ended.returncode == 0, ended.stderr
        with tarfile.open(self.folder / "out" / "model.tar.gz") as tar:
            return {entry.name: tar.extractfile(entry).read() for entry in tar if entry.isfile()}


@pytest.fixture
def job(tmp_path):
    return Job(tmp_path)


def test_keeps_the_model_and_puts_the_code_below_code(job):
    assert job.packaged() == {
        "model.joblib": b"weights",
        "vocabulary/words.txt": b"a b",
        "code/inference.py": b"def model_fn(folder): ...",
        "code/lib/helpers.py": b"x = 1",
        "code/start.sh": b"#!/bin/sh",
    }


def test_keeps_executables_executable(job):
    job.packaged()
    with tarfile.open(job.folder / "out" / "model.tar.gz") as tar:
        assert tar.getmember("code/start.sh").mode & 0o111
        assert not tar.getmember("code/inference.py").mode & 0o111


def test_replaces_code_that_was_there(job):
    archive(job.model, {"model.joblib": b"weights", "code/inference.py": b"old", "code/old.py": b"old"})
    assert sorted(job.packaged()) == ["code/inference.py", "code/lib/helpers.py", "code/start.sh", "model.joblib"]


def test_replaces_a_file_called_code(job):
    archive(job.model, {"code": b"not a folder"})
    assert job.packaged()["code/inference.py"] == b"def model_fn(folder): ..."


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt", "a/../../outside.txt"])
@pytest.mark.parametrize("part", ["model", "code"])
def test_fails_for_files_outside_of_the_archive(job, part, name):
    archive(getattr(job, part), {name: b"x"})
    assert "is not a plain file inside of it" in job.refusal()
    assert not (job.folder / "outside.txt").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
@pytest.mark.parametrize("part", ["model", "code"])
def test_fails_for_links_and_devices(job, part, kind):
    archive(getattr(job, part), {"a": b"x"}, [("link", "a", kind)])
    assert "holds link, which is not a plain file inside of it" in job.refusal()


def test_fails_for_what_is_no_archive(job):
    job.model.write_bytes(b"no archive")
    assert "model.tar.gz is not a gzipped tarball" in job.refusal()


@pytest.mark.parametrize("keep", [0, 12, 60, -9, -4])
def test_fails_for_an_archive_that_is_cut_short(job, keep):
    job.model.write_bytes(job.model.read_bytes()[:keep])
    assert "model.tar.gz is not a gzipped tarball" in job.refusal()


def test_fails_without_a_model(job):
    job.model.unlink()
    assert "expected one model artifact in" in job.refusal()


def test_fails_for_several_bundles_of_code(job):
    archive(job.code.with_name("second.tar.gz"), {"a": b"x"})
    assert "expected one tarball of inference code" in job.refusal()
