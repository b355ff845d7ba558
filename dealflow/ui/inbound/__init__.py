"""What came by mail or into the folder, on the screens."""
