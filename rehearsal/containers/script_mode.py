"""Trains with the user's script as the scikit-learn image does: AWS's training toolkit calls main() of this module.

The image names its module in SAGEMAKER_TRAINING_MODULE and starts the toolkit's `train` program. So does the rehearsal.
"""

from sagemaker_training import entry_point, environment, files, runner

import own_paths


def main():
    env = environment.Environment()
    if environment.base_dir != environment.SAGEMAKER_BASE_PATH:
        # Unpacked before the toolkit would do it, so that the sources can be changed before they run.
        files.download_and_extract(env.module_dir, environment.code_dir)
        own_paths.rewrite(environment.base_dir, environment.SAGEMAKER_BASE_PATH, environment.base_dir)
    entry_point.run(
        uri=env.module_dir,
        user_entry_point=env.user_entry_point,
        args=env.to_cmd_args(),
        env_vars=env.to_env_vars(),
        runner_type=runner.ProcessRunnerType,
    )
