"""The cases in the words of version 3 of the SDK: those that version 2 has no words for, and some that both have."""
