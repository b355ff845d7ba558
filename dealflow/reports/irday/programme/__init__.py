"""The programme as people read it: the public page, the programme book, the ceremony's papers."""
