"""What people of the field edit: metrics, tracks and reasons as TOML, with their loaders."""
