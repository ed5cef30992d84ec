"""Puts files of an archive into a folder of the home directory: copy_files.py <s3 uri of a .tar.gz> <folder>.

A file that is there stays as it is: it may be a person's work by now.
"""
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile


def unpack(archive: pathlib.Path, folder: pathlib.Path) -> list:
    """Writes each file that is missing, whole or not at all, and says which."""
    written = []
    with tarfile.open(archive) as files:
        for member in files:
            target = folder / member.name
            if not member.isfile() or target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(target.name + ".unfinished")
            unfinished.write_bytes(files.extractfile(member).read())
            unfinished.chmod(member.mode)
            os.replace(unfinished, target)
            written.append(member.name)
    return written


def main(uri: str, folder: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        archive = pathlib.Path(scratch) / "files.tar.gz"
        subprocess.run(["aws", "s3", "cp", "--only-show-errors", uri, str(archive)], check=True)
        for name in unpack(archive, pathlib.Path.home() / folder):
            print("new: " + name)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
