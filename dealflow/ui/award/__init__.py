"""Awards on the screens of whoever runs them."""
