"""The local AWS of the rehearsal: MiniStack, on this machine only, with what it lacks for SageMaker added."""
