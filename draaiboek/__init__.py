"""The publisher of a guidebook: from Markdown to websites, PDFs and editions."""
