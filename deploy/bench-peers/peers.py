"""One-page invoices with reportlab and fpdf2 (PyPI), each with a base-14 and with an embedded font."""
import io, sys, time

FONT = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"
LINES = [(57, 340 + row * 20, f"Module {row}, 29 Feb - 28 Mar 2024") for row in range(8)]
LINES += [(x, 340 + row * 20, f"{row * 13 % 97}.{row * 7 % 100:02}") for row in range(8) for x in (340, 400, 460, 510)]
LINES += [(57, 520 + row * 13, "Seller, buyer, dates, sums, taxes, bank account") for row in range(20)]
LINES += [(480, 520 + row * 13, "1,234.56") for row in range(20)]


def reportlab(font):
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=(595.276, 841.89), pageCompression=1)
    page.setFont(font, 9)
    for x, y, text in LINES:
        page.drawString(x, 842 - y, text)
    page.save()
    return out.getvalue()


def fpdf(font):
    from fpdf import FPDF

    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    if font:
        pdf.add_font("Noto", fname=FONT)
        pdf.set_font("Noto", size=9)
    else:
        pdf.set_font("Helvetica", size=9)
    for x, y, text in LINES:
        pdf.text(x, y, text)
    return bytes(pdf.output())


def measure(name, make, count):
    make()
    began = time.perf_counter()
    for _ in range(count):
        size = len(make())
    seconds = time.perf_counter() - began
    print(f"{name}: {count / seconds:.1f} a second, {size} bytes")


from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

pdfmetrics.registerFont(TTFont("Noto", FONT))
measure("reportlab, base-14 font", lambda: reportlab("Helvetica"), 300)
measure("reportlab, embedded font", lambda: reportlab("Noto"), 100)
measure("fpdf2, base-14 font", lambda: fpdf(False), 300)
measure("fpdf2, embedded font", lambda: fpdf(True), 20)
