"""The record: dossier, register of decisions, the books as of a day, proof of the journal."""
