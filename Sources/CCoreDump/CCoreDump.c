#include "CCoreDump.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int ccoredump_forbid(void) {
    /* The limit alone does not hold where cores go to a program; the flag does, and ends with the next exec. */
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
}
