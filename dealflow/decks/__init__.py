"""A file becomes pages of words with boxes: what it is, how it is read, drawn, and kept from doing harm."""
