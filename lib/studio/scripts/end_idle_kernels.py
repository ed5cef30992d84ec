"""Has JupyterLab end kernels and terminals in which nothing runs: end_idle_kernels.py <minutes>.

A kernel that is left open keeps its space from being idle. Settings that people have made for Jupyter are kept beside these.
"""
import json
import pathlib
import sys


def with_culling(settings: dict, seconds: int) -> dict:
    interval = max(30, min(300, seconds // 2))
    culling = {
        "MappingKernelManager": {"cull_idle_timeout": seconds, "cull_interval": interval, "cull_connected": True, "cull_busy": False},
        "TerminalManager": {"cull_inactive_timeout": seconds, "cull_interval": interval},
    }
    return {**settings, **{name: {**settings.get(name, {}), **wanted} for name, wanted in culling.items()}}


def main(seconds: int, home: pathlib.Path) -> None:
    path = home / ".jupyter" / "jupyter_server_config.json"
    settings = json.loads(path.read_text()) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(json.dumps(with_culling(settings, seconds), indent=2) + "\n")
    unfinished.replace(path)


if __name__ == "__main__":
    main(round(float(sys.argv[1]) * 60), pathlib.Path.home())
