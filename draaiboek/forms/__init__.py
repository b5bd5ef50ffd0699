"""A website → what a reader takes along: PDF, EPUB, zip, package."""
