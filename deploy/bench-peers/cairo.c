/* One-page invoices with cairo: an embedded font, no tags. Usage: cairo COUNT */
#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static unsigned long bytes;

static cairo_status_t keep(void *closure, const unsigned char *data, unsigned int length)
{
    (void)closure;
    (void)data;
    bytes += length;
    return CAIRO_STATUS_SUCCESS;
}

static void text(cairo_t *page, double size, double x, double y, const char *line)
{
    cairo_set_font_size(page, size);
    cairo_move_to(page, x, y);
    cairo_show_text(page, line);
}

int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 1000;
    char line[100];
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int n = 0; n < count; n++) {
        bytes = 0;
        cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep, NULL, 595.276, 841.89);
        cairo_t *page = cairo_create(surface);
        cairo_select_font_face(page, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        snprintf(line, sizeof line, "Invoice INV-2024-%d", n);
        text(page, 22, 340, 72, line);
        for (int row = 0; row < 8; row++) {
            double y = 340 + row * 20;
            snprintf(line, sizeof line, "Module %d, 29 Feb - 28 Mar 2024", row);
            text(page, 9, 57, y, line);
            text(page, 9, 340, y, "1");
            snprintf(line, sizeof line, "%d.%02d", row * 13 % 97, row * 7 % 100);
            text(page, 9, 400, y, line);
            text(page, 9, 460, y, "19%");
            text(page, 9, 510, y, line);
            cairo_move_to(page, 57, y + 6);
            cairo_line_to(page, 538, y + 6);
            cairo_stroke(page);
        }
        for (int row = 0; row < 20; row++) {
            text(page, 9, 57, 520 + row * 13, "Seller, buyer, dates, sums, taxes, bank account");
            text(page, 9, 480, 520 + row * 13, "1,234.56");
        }
        cairo_show_page(page);
        cairo_destroy(page);
        cairo_surface_finish(surface);
        if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) return 1;
        cairo_surface_destroy(surface);
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    double seconds = (double)(end.tv_sec - begin.tv_sec) + (double)(end.tv_nsec - begin.tv_nsec) / 1e9;
    printf("cairo, embedded font: %.0f a second, %lu bytes\n", count / seconds, bytes);
    return 0;
}
