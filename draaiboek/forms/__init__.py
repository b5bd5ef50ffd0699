"""A website → what a reader takes along: PDF, EPUB, zip, package; and forms to fill in.

`pdf/` goes through Typst, `epub/` makes EPUB 3, `offline/` a website that opens from a folder, `office/` documents and
forms to fill in, and reads forms back, `package` what the distributor sends on; `imprint` is what each says of itself.
"""
