"""Contacts of an event's persons, handed to the other side by their consent alone."""
