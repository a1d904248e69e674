"""PDF/A-3a, PDF/UA-1 and Factur-X as the file claims them, and that its pages say what the XML within says."""
import re, unicodedata

from pdf_readers import words
from xml_rules import LEVELS, RAM


def metadata(pdf):
    return bytes(pdf.Root.Metadata.read_bytes()).decode("utf8")


def check_claims(pdf, say):
    root, xmp = pdf.Root, metadata(pdf)
    say("XMP: PDF/A-3a", "<pdfaid:part>3</" in xmp and "<pdfaid:conformance>A</" in xmp)
    say("XMP: PDF/UA-1", "<pdfuaid:part>1</" in xmp)
    say("XMP extension schema", "pdfaExtension:schemas" in xmp)
    say("/ID", "/ID" in pdf.trailer)
    say("/Lang", "/Lang" in root)
    say("marked", bool(root.get("/MarkInfo", {}).get("/Marked", False)))
    say("title is shown", bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)))
    intents = root.get("/OutputIntents", [])
    say("output intent", len(intents) == 1 and intents[0].DestOutputProfile.N == 3)
    say("no scripts or actions", not {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys()))


def check_embedded(pdf, text, rules, say):
    root, xmp = pdf.Root, metadata(pdf)
    names = root.get("/Names", {}).get("/EmbeddedFiles", {}).get("/Names", [])
    for name, spec in zip(list(names)[::2], list(names)[1::2]):
        name = str(name)
        stream = spec.EF.get("/UF", spec.EF.get("/F"))
        say("associated", any(file.objgen == spec.objgen for file in root.get("/AF", [])))
        say("relationship", str(spec.get("/AFRelationship")) in ("/Alternative", "/Data", "/Source"))
        say("media type and date", str(stream.Subtype) == "/text/xml" and "/ModDate" in stream.Params)
        xml = stream.read_bytes()
        tree = rules.check(xml, say)
        value = lambda key: (re.search(rf"<fx:{key}>([^<]+)<", xmp) or [0, None])[1]
        guideline = tree.findtext(".//ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", namespaces=RAM)
        say("XMP names the XML", value("DocumentFileName") == name and value("DocumentType") == "INVOICE")
        say("XMP names the level", value("ConformanceLevel") == LEVELS.get(guideline, (None,))[0], guideline)
        check_hybrid(tree, text, say)


def check_hybrid(tree, text, say):
    """Pages and XML say the same."""
    line = " ".join(text.split())
    number = tree.findtext(".//{*}ExchangedDocument/ram:ID", namespaces=RAM)
    say("the number is printed", number in line, number)
    # Agreement of readers alone would also pass a name that all of them read backwards.
    named = words(" ".join(name.text for name in tree.iterfind(".//ram:Name", RAM) if name.text))
    lost = [word for word in set(named) - set(words(text)) if is_plain(word)]
    say("names are read as they are written", not lost, lost[:6])
    total = tree.findtext(".//ram:GrandTotalAmount", namespaces=RAM)
    whole, _, fraction = total.partition(".")
    printed = r"[.,'\u00a0\u202f ]?".join(whole.lstrip("-")) + (f"[.,]{fraction}" if fraction else "")
    say("the total is printed", re.search(rf"(?<!\d){printed}", line) is not None, total)


def is_plain(word):
    """Letters and their marks, and too short to be broken over lines."""
    return len(word) <= 25 and all(unicodedata.category(c)[0] in "LM" for c in word)
