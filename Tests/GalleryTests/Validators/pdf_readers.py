"""qpdf, poppler, mutool, PyMuPDF, pdfium and pdfminer must read the same words without a complaint."""
import collections, os, re, subprocess, tempfile, unicodedata

import pdfminer.high_level, pymupdf, pypdfium2

DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def run(*command):
    done = subprocess.run(command, capture_output=True, timeout=300, env={**os.environ, "LC_ALL": "C.UTF-8"})
    return done.returncode, done.stdout.decode("utf8", "replace"), done.stderr.decode("utf8", "replace")


def words(text):
    return collections.Counter(unicodedata.normalize("NFKC", text).split())


def as_on_the_page(text):
    """What stands on the pages, of what pdftotext prints: see reorderText in poppler's TextOutputDev.cc.

    Whoever made the page, poppler puts U+202B before and U+202C behind each run of letters that reads from right to
    left; where most letters of a page do, around every line, and U+202A before each run within it that does not. On
    other pages it turns round all up to the next letter or digit, so that blanks and brackets behind the run come
    before it. No other reader does either, and it is the others that show where blanks are. Nothing but that is taken
    back: any other control is a fault of the page.
    """

    def turned_back(run):
        behind = re.match(r"[\s()\[\]{}.,:;]*", run[1])[0]
        return run[1][len(behind):] + behind[::-1]

    pages = text.split("\f")
    for number, page in enumerate(pages):
        inner = re.sub("\u202a([^\n\u202a-\u202e]*)\u202c", r"\1", page)
        pages[number] = re.sub("\u202b([^\n\u202a-\u202e]*)\u202c", turned_back if inner == page else r"\1", inner)
    return "\f".join(pages)


def check_syntax(path, say):
    code, out, err = run("qpdf", "--check", path)
    say("qpdf", code == 0, (err or out).strip().splitlines()[-1:])
    raw = open(path, "rb").read()
    say("header", re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", raw) is not None)
    say("end", raw.endswith(b"%%EOF\n"))


def check_readers(path, say):
    """The text of the pages, as poppler reads it."""
    code, text, err = run("pdftotext", "-enc", "UTF-8", path, "-")
    read = as_on_the_page(text)
    say("pdftotext", code == 0 and not err and read.strip(), err)
    code, out, err = run("pdffonts", path)
    rows = [line for line in out.splitlines()[2:] if line.strip()]
    whole = all(re.search(r"\syes yes yes\s+\d+", row) for row in rows)
    say("pdffonts: embedded, subset, with ToUnicode", code == 0 and rows and whole, rows)
    with tempfile.TemporaryDirectory() as folder:
        last = "12"
        code, out, err = run("pdftoppm", "-r", "40", "-gray", "-l", last, path, f"{folder}/p")
        pages = [open(f"{folder}/{name}", "rb").read() for name in os.listdir(folder)]
        say("pdftoppm", code == 0 and not err.strip() and pages, err)
        say("no blank page", all(len(set(page[20:])) > 2 for page in pages))
    code, mutool, err = run("mutool", "draw", "-q", "-F", "text", path)
    err = "\n".join(line for line in err.splitlines() if "ICC support" not in line)
    say("mutool", code == 0 and not err.strip(), err)
    document = pymupdf.open(path)
    say("mupdf needs no repair", not document.is_repaired)
    google = pypdfium2.PdfDocument(path)
    image = google[0].render(scale=0.4).to_pil()
    say("pdfium draws", len(set(image.convert("L").tobytes())) > 2)
    texts = {
        "mutool": mutool,
        "pymupdf": "\n".join(page.get_text() for page in document),
        "pdfminer": pdfminer.high_level.extract_text(path),
        "pdfium": "\n".join(google[i].get_textpage().get_text_bounded() for i in range(len(google))),
    }
    for name, text in texts.items():
        differing = (words(read) - words(text)) + (words(text) - words(read))
        say(f"the words of {name} are poppler's", not differing, dict(differing.most_common(6)))
        say(f"no marks of direction from {name}", not DIRECTIONS & set(text))
    strange = [c for c in read if c == "\ufffd" or unicodedata.category(c) == "Co" or c in DIRECTIONS
               or unicodedata.category(c) == "Cc" and c not in "\n\r\t\f"]
    say("no replacement, private or control characters", not strange, strange[:5])
    return read
