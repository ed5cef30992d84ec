"""Stands for a user's script; nobody runs it here."""
print("prepared")
