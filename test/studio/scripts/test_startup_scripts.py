"""What runs in a space when its app starts, in a home directory and with commands of our own."""
import json
import os
import pathlib
import subprocess
import sys
import tarfile

SCRIPTS = pathlib.Path(__file__).parents[3] / "lib" / "studio" / "scripts"


def run(script, *arguments, home, commands=None):
    """Runs a script as a space does; `commands` are small shell programs by name."""
    path = home / "bin"
    path.mkdir(exist_ok=True)
    for name, text in (commands or {}).items():
        (path / name).write_text("#!/bin/sh\n" + text)
        (path / name).chmod(0o755)
    environment = {**os.environ, "HOME": str(home), "PATH": f"{path}:{os.environ['PATH']}"}
    return subprocess.run([sys.executable, SCRIPTS / script, *arguments], env=environment, capture_output=True, text=True)


class TestEndIdleKernels:
    def settings(self, home):
        return json.loads((home / ".jupyter" / "jupyter_server_config.json").read_text())

    def test_ends_what_is_idle_and_nothing_that_works(self, tmp_path):
        assert run("end_idle_kernels.py", "60", home=tmp_path).returncode == 0
        assert self.settings(tmp_path) == {
            "MappingKernelManager": {"cull_idle_timeout": 3600, "cull_interval": 300, "cull_connected": True, "cull_busy": False},
            "TerminalManager": {"cull_inactive_timeout": 3600, "cull_interval": 300},
        }

    def test_keeps_what_people_have_set_and_takes_a_new_timeout(self, tmp_path):
        (tmp_path / ".jupyter").mkdir()
        (tmp_path / ".jupyter" / "jupyter_server_config.json").write_text(json.dumps({"MappingKernelManager": {"root_dir": "x"}, "ServerApp": {"port": 1}}))
        run("end_idle_kernels.py", "60", home=tmp_path)
        run("end_idle_kernels.py", "2", home=tmp_path)
        settings = self.settings(tmp_path)
        assert settings["ServerApp"] == {"port": 1}
        assert settings["MappingKernelManager"]["root_dir"] == "x"
        assert settings["MappingKernelManager"]["cull_idle_timeout"] == 120
        assert settings["MappingKernelManager"]["cull_interval"] == 60

    def test_fails_for_settings_that_are_no_json_and_leaves_them_alone(self, tmp_path):
        (tmp_path / ".jupyter").mkdir()
        path = tmp_path / ".jupyter" / "jupyter_server_config.json"
        path.write_text("{")
        assert run("end_idle_kernels.py", "60", home=tmp_path).returncode != 0
        assert path.read_text() == "{"


class TestInstallExtensions:
    def test_installs_each_into_the_folder_that_code_editor_reads(self, tmp_path):
        log = tmp_path / "log"
        result = run("install_extensions.py", "a.b", "c.d", home=tmp_path, commands={"sagemaker-code-editor": f'echo "$@" >> {log}\n'})
        assert result.returncode == 0
        folder = "--extensions-dir /opt/amazon/sagemaker/sagemaker-code-editor-server-data/extensions"
        assert log.read_text().splitlines() == [f"--install-extension a.b {folder}", f"--install-extension c.d {folder}"]

    def test_tries_all_and_fails_for_one_that_is_not_there(self, tmp_path):
        log = tmp_path / "log"
        result = run("install_extensions.py", "a.b", "c.d", home=tmp_path, commands={"sagemaker-code-editor": f'echo "$2" >> {log}\ntest "$2" != a.b\n'})
        assert result.returncode == 1
        assert log.read_text().split() == ["a.b", "c.d"]
        assert "not installed: a.b" in result.stderr


class TestCopyFiles:
    def archive(self, folder, **contents):
        for name, text in contents.items():
            (folder / name).write_text(text)
        with tarfile.open(folder / "files.tar.gz", "w:gz") as files:
            for name in contents:
                files.add(folder / name, arcname=f"first/{name}")
        return folder / "files.tar.gz"

    def copy(self, home, archive):
        return run("copy_files.py", "s3://assets/x.tar.gz", "examples", home=home, commands={"aws": f'test "$4" = s3://assets/x.tar.gz && cp {archive} "$5"\n'})

    def test_brings_what_is_missing_and_keeps_what_people_changed(self, tmp_path):
        files = tmp_path / "files"
        files.mkdir()
        assert self.copy(tmp_path, self.archive(files, one="1", two="2")).returncode == 0
        (tmp_path / "examples" / "first" / "one").write_text("mine")

        result = self.copy(tmp_path, self.archive(files, one="new", two="new", three="3"))

        assert result.stdout == "new: first/three\n"
        assert {path.name: path.read_text() for path in (tmp_path / "examples" / "first").iterdir()} == {"one": "mine", "two": "2", "three": "3"}

    def test_fails_when_the_archive_cannot_be_read(self, tmp_path):
        result = run("copy_files.py", "s3://assets/x.tar.gz", "examples", home=tmp_path, commands={"aws": "exit 1\n"})
        assert result.returncode != 0
        assert not (tmp_path / "examples").exists()
