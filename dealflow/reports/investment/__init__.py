"""The investment committee: funds, terms, sessions, votes, resolutions, payments."""
