"""The door by which offices and firms tell their quarterly figures."""
