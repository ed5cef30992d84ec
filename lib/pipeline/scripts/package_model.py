"""Puts the inference code into a model artifact, where SageMaker's framework containers look for it.

Reads  /opt/ml/processing/input/model/model.tar.gz  and  /opt/ml/processing/input/inference/<any>.gz
Writes /opt/ml/processing/output/packaged/model.tar.gz with the artifact's files as they were and the code below `code/`.
"""

import argparse
import gzip
import pathlib
import shutil
import sys
import tarfile
import tempfile
import zlib


def only_file(folder, what):
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    if len(files) != 1:
        sys.exit(f"package_model.py: expected one {what} in {folder}, found {len(files)}")
    return files[0]


def unpack(archive, folder):
    """Unpacks an archive, and refuses one that is damaged or would write outside of the folder."""
    folder = pathlib.Path(folder).resolve()
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar.getmembers():
                target = (folder / member.name).resolve()
                inside = target == folder or folder in target.parents
                if not inside or not (member.isfile() or member.isdir()):
                    sys.exit(f"package_model.py: {archive.name} holds {member.name}, which is not a plain file inside of it")
            while tar.fileobj.read(1 << 20):  # only its end tells whether an archive is whole
                pass
            tar.extractall(folder)
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        sys.exit(f"package_model.py: {archive.name} is not a gzipped tarball ({error})")


def replace_folder(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    path.mkdir()


def package(model, code, output):
    with tempfile.TemporaryDirectory() as work:
        root = pathlib.Path(work)
        unpack(model, root)
        replace_folder(root / "code")
        unpack(code, root / "code")
        output.parent.mkdir(parents=True, exist_ok=True)
        with tarfile.open(output, "w:gz") as tar:
            for path in sorted(root.iterdir()):
                tar.add(path, arcname=path.name)
    return output


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="/opt/ml/processing/input/model")
    parser.add_argument("--inference", default="/opt/ml/processing/input/inference")
    parser.add_argument("--output", default="/opt/ml/processing/output/packaged")
    options = parser.parse_args()
    model = only_file(options.model, "model artifact")
    code = only_file(options.inference, "tarball of inference code")
    packaged = package(model, code, pathlib.Path(options.output) / "model.tar.gz")
    print(f"packaged {model.name} with its inference code: {packaged.stat().st_size} bytes")


if __name__ == "__main__":
    main()
