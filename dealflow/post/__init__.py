"""What leaves this installation: letters by SMTP, and what is posted to addresses that people typed in."""
