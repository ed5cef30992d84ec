"""Makes scripts that name /opt/ml work where nothing can be mounted there.

The job's private copies of Python and shell sources get the job's own folder in place of /opt/ml, and get /opt/ml back
before they leave as part of an output. Line numbers stay; so tracebacks fit the user's files.

usage: python own_paths.py <folder> <from> <to>
"""

import os
import re
import sys

SOURCES = (".py", ".sh")


def rewrite(folder, old, new):
    """Replaces the path `old` by `new` in every source below `folder`; running it twice changes nothing more."""
    pattern = re.compile(rb"(?<![\w.-])" + re.escape(old.encode()) + rb"(?![\w-])")
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            if name.endswith(SOURCES) and not os.path.islink(path):
                _rewrite_file(path, pattern, new.encode())


def _rewrite_file(path, pattern, new):
    with open(path, "rb") as file:
        before = file.read()
    after = pattern.sub(lambda _: new, before)
    if after != before:
        with open(path, "wb") as file:
            file.write(after)


if __name__ == "__main__":
    rewrite(*sys.argv[1:4])
