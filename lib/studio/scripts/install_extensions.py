"""Installs extensions of Open VSX into Code Editor: install_extensions.py <publisher.name> ...

All are tried; the script fails when one could not be installed.
"""
import subprocess
import sys

FOLDER = "/opt/amazon/sagemaker/sagemaker-code-editor-server-data/extensions"


def main(extensions: list) -> int:
    failed = [each for each in extensions if subprocess.call(["sagemaker-code-editor", "--install-extension", each, "--extensions-dir", FOLDER]) != 0]
    if failed:
        print("not installed: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
