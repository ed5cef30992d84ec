"""Stands for a user's training script; nobody runs it here."""
print("trained")
