"""The publisher of the LIVC-R guidebook: from Markdown to websites, PDFs and editions."""
