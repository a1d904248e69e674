"""Print what pdfminer, PDFium and MuPDF read in each file, as JSON: file -> reader -> lines of the first page."""
import json
import sys

import pymupdf
import pypdfium2
from pdfminer.high_level import extract_text


def lines(text):
    return [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]


found = {}
for path in sys.argv[1:]:
    found[path] = {
        "pdfminer": lines(extract_text(path)),
        "pdfium": lines(pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()),
        "mupdf": lines(pymupdf.open(path)[0].get_text()),
    }
print(json.dumps(found))
