// The limit that charging is measured against: the same requests on curl's multi interface, with nothing around them.
// Usage: charge-limit URL COUNT WIDTH RUN: prints requests a second.
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct charge {
    CURL *easy;
    struct curl_slist *headers;
    char body[512];
};

static size_t ignore(char *bytes, size_t size, size_t count, void *context) {
    (void)bytes;
    (void)context;
    return size * count;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void begin(CURLM *multi, struct charge *charge, const char *url, const char *run, long number) {
    char key[256];
    int length = snprintf(
        charge->body, sizeof charge->body,
        "amount=1999&currency=usd&payment_method=pm_card_visa&off_session=true&confirm=true"
        "&payment_method_types%%5B%%5D=card&metadata%%5Bbc_invoice%%5D=inv_1"
        "&metadata%%5Bbc_attempt%%5D=%s-%ld&description=Invoice%%20INV-2024-001",
        run, number);
    snprintf(key, sizeof key, "Idempotency-Key: bc1:limit:%s:%ld", run, number);
    curl_slist_free_all(charge->headers);
    charge->headers = curl_slist_append(NULL, "Authorization: Bearer sk_test_sandbox");
    curl_slist_append(charge->headers, "Stripe-Version: 2026-06-24.dahlia");
    curl_slist_append(charge->headers, "Content-Type: application/x-www-form-urlencoded");
    curl_slist_append(charge->headers, "Expect:");
    curl_slist_append(charge->headers, key);
    curl_easy_setopt(charge->easy, CURLOPT_URL, url);
    curl_easy_setopt(charge->easy, CURLOPT_HTTPHEADER, charge->headers);
    curl_easy_setopt(charge->easy, CURLOPT_POSTFIELDSIZE, (long)length);
    curl_easy_setopt(charge->easy, CURLOPT_POSTFIELDS, charge->body);
    curl_easy_setopt(charge->easy, CURLOPT_WRITEFUNCTION, ignore);
    curl_easy_setopt(charge->easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(charge->easy, CURLOPT_PRIVATE, charge);
    curl_multi_add_handle(multi, charge->easy);
}

int main(int count, char **arguments) {
    if (count != 5) {
        fprintf(stderr, "usage: charge-limit URL COUNT WIDTH RUN\n");
        return 2;
    }
    char url[512];
    snprintf(url, sizeof url, "%s/v1/payment_intents", arguments[1]);
    long total = atol(arguments[2]);
    long width = atol(arguments[3]);
    const char *run = arguments[4];
    curl_global_init(CURL_GLOBAL_ALL);
    CURLM *multi = curl_multi_init();
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, width);
    struct charge *charges = calloc((size_t)width, sizeof *charges);
    double started = seconds();
    long begun = 0;
    long done = 0;
    for (long place = 0; place < width && begun < total; place++) {
        charges[place].easy = curl_easy_init();
        begin(multi, &charges[place], url, run, begun++);
    }
    while (done < total) {
        int running = 0;
        int left = 0;
        CURLMsg *message;
        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &left))) {
            struct charge *charge = NULL;
            long status = 0;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&charge);
            curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &status);
            if (message->data.result != CURLE_OK || status != 200) {
                fprintf(stderr, "error: a charge failed: %d, HTTP %ld\n", message->data.result, status);
                return 1;
            }
            curl_multi_remove_handle(multi, charge->easy);
            done++;
            if (begun < total) begin(multi, charge, url, run, begun++);
        }
        if (done < total) curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
    printf("%.0f\n", (double)total / (seconds() - started));
    return 0;
}
