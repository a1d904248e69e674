#pragma once

#include <sys/types.h>

/*
 * Starts a program with a clean slate: working directory "/", no descriptor of ours above 2, no blocked or ignored
 * signal, a session of its own. In C because Swift's Glibc does not show the _np parts of posix_spawn.
 *
 * Standard input is `input` (or /dev/null when negative), standard output and error are `output`.
 * Returns 0 and the process in *process, or an errno.
 */
int cposixspawn_start(const char *path, char *const arguments[], char *const environment[], int input, int output,
                      pid_t *process);

/* A file in memory, not inherited by children, for what a program prints; -1 and errno on failure. */
int cposixspawn_open_output(void);

/* A pipe whose ends are not inherited by children; returns 0 or an errno. */
int cposixspawn_pipe(int ends[2]);
