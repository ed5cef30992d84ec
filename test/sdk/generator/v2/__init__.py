"""The cases in the words of version 2 of the SDK."""
