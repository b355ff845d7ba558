"""Notices and letters: gathered from the journal, bundled, handed to the post, and kept account of."""
