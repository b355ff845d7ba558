"""What every area of this layer uses and that knows no area."""
