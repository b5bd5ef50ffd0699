"""A website → what a reader takes along: PDF, EPUB, zip, package; and forms to fill in.

`pdf/` uses Typst, `epub/` makes EPUB 3, `offline/` a website that opens from a folder, `office/` documents and forms to
fill in, and reads completed forms back, `package` makes what the distributor sends on; `imprint` is what each of them
says about itself.
"""
