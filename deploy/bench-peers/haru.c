/* One-page invoices with libharu: a base-14 font, nothing embedded, no tags. Usage: haru COUNT */
#include <hpdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void stop(HPDF_STATUS error, HPDF_STATUS detail, void *user)
{
    (void)user;
    fprintf(stderr, "libharu: error %04x, detail %u\n", (unsigned)error, (unsigned)detail);
    exit(1);
}

static void text(HPDF_Page page, HPDF_Font font, float size, float x, float y, const char *line)
{
    HPDF_Page_BeginText(page);
    HPDF_Page_SetFontAndSize(page, font, size);
    HPDF_Page_TextOut(page, x, y, line);
    HPDF_Page_EndText(page);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    char line[100];
    unsigned long bytes = 0;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int n = 0; n < count; n++) {
        HPDF_Doc pdf = HPDF_New(stop, NULL);
        HPDF_SetCompressionMode(pdf, HPDF_COMP_ALL);
        HPDF_Page page = HPDF_AddPage(pdf);
        HPDF_Page_SetSize(page, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
        HPDF_Font regular = HPDF_GetFont(pdf, "Helvetica", NULL);
        HPDF_Font bold = HPDF_GetFont(pdf, "Helvetica-Bold", NULL);
        snprintf(line, sizeof line, "Invoice INV-2024-%d", n);
        text(page, bold, 22, 340, 770, line);
        for (int row = 0; row < 8; row++) {
            float y = 500 - row * 20;
            snprintf(line, sizeof line, "Module %d, 29 Feb - 28 Mar 2024", row);
            text(page, regular, 9, 57, y, line);
            text(page, regular, 9, 340, y, "1");
            snprintf(line, sizeof line, "%d.%02d", row * 13 % 97, row * 7 % 100);
            text(page, regular, 9, 400, y, line);
            text(page, regular, 9, 460, y, "19%");
            text(page, regular, 9, 510, y, line);
            HPDF_Page_MoveTo(page, 57, y - 6);
            HPDF_Page_LineTo(page, 538, y - 6);
            HPDF_Page_Stroke(page);
        }
        for (int row = 0; row < 20; row++) {
            text(page, regular, 9, 57, 320 - row * 13, "Seller, buyer, dates, sums, taxes, bank account");
            text(page, regular, 9, 480, 320 - row * 13, "1,234.56");
        }
        HPDF_SaveToStream(pdf);
        bytes = HPDF_GetStreamSize(pdf);
        HPDF_Free(pdf);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("libharu, base-14 font: %.0f a second, %lu bytes\n", count / seconds, bytes);
    return 0;
}
