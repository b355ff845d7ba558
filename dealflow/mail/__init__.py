"""Letters: from the bytes of a message or a calendar entry to what it says, and the mailbox from which they come."""
