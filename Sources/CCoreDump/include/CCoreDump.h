#pragma once

/*
 * From now on this process leaves no core file, however it ends, and nobody but root may look into its memory. In C
 * because Swift does not import prctl, whose arguments vary. Returns 0 or an errno.
 */
int ccoredump_forbid(void);
