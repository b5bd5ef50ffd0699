"""How time and memory grow with the text, beside other programs."""
