"""Documents to fill in, and back: sheets as .xlsx and .ods, and a web page that saves a file.

`spreadsheet` says what a sheet is and refuses files that are none; `xlsx` and `ods` own the two formats, `web_form` the
page. Nobody's formula is ever calculated: a cell is text, whatever it begins with (decisions/0020).
"""
