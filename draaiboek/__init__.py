"""The publisher of a guidebook: from Markdown to websites, PDFs and editions."""

__version__ = "1.0.0.dev0"
"""The version of the program, not of the text; `.dev0` means: on the way to it. README says how a release is made."""
