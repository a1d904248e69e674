"""The tree of tags, and that all that is drawn belongs to it or is an artifact."""
import re

import pikepdf


def check_tags(pdf, say):
    """Rows of one width, headings without a gap, figures with an alternative text, and every content owned."""
    owned, headings, level = {}, [], 0

    def own(page, number):
        owned.setdefault(page.objgen, set()).add(int(number))

    stack = [(pdf.Root.StructTreeRoot.K[0], None)]
    while stack:
        node, page = stack.pop()
        role = str(node.S)
        page = node.get("/Pg", page)
        kids = listed(node.get("/K", []))
        elements = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
        for kid in kids:
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                own(kid.get("/Pg", page), kid.MCID)
            elif not isinstance(kid, pikepdf.Dictionary):
                own(page, kid)
        if role == "/Figure":
            say("figures say what they show", len(str(node.get("/Alt", ""))) > 0)
        if role == "/Table":
            say("rows of one width", len({columns(row) for row in rows(elements)}) == 1)
        if re.match(r"/H\d", role):
            headings.append(int(role[2:]))
        stack += [(kid, page) for kid in reversed(elements)]
    for number in headings:
        say("headings skip no level", number <= level + 1, headings[:10])
        level = number
    say("a first heading", bool(headings) and headings[0] == 1)
    check_contents(pdf, owned, say)


def check_contents(pdf, owned, say):
    """Everything drawn stands within a tag or is an artifact, and every tag's content has an element."""
    paints = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}
    for number, page in enumerate(pdf.pages, 1):
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
        say(f"page {number}: nothing untagged", loose == 0 and depth == 0)
        elements = owned.get(page.obj.objgen, set())
        say(f"page {number}: every content has an element", ids == elements, (ids ^ elements))
        say(f"page {number}: parents", "/StructParents" in page)


def listed(kids):
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def rows(elements):
    for element in elements:
        if element.S == "/TR":
            yield element
        else:
            yield from rows(listed(element.get("/K", [])))


def columns(row):
    return sum(int(cell.get("/A", {}).get("/ColSpan", 1)) for cell in listed(row.K))
