#define _GNU_SOURCE
#include "CPosixSpawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

static int add_descriptors(posix_spawn_file_actions_t *actions, int input, int output) {
    int failure = input < 0 ? posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
                            : posix_spawn_file_actions_adddup2(actions, input, 0);
    if (failure == 0) failure = posix_spawn_file_actions_adddup2(actions, output, 1);
    if (failure == 0) failure = posix_spawn_file_actions_adddup2(actions, output, 2);
    if (failure == 0) failure = posix_spawn_file_actions_addclosefrom_np(actions, 3);
    if (failure == 0) failure = posix_spawn_file_actions_addchdir_np(actions, "/");
    return failure;
}

static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failure = posix_spawnattr_setsigmask(attributes, &none);
    if (failure == 0) failure = posix_spawnattr_setsigdefault(attributes, &all);
    short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID;
    if (failure == 0) failure = posix_spawnattr_setflags(attributes, flags);
    return failure;
}

int cposixspawn_start(const char *path, char *const arguments[], char *const environment[], int input, int output,
                      pid_t *process) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int failure = posix_spawn_file_actions_init(&actions);
    if (failure != 0) return failure;
    failure = posix_spawnattr_init(&attributes);
    if (failure == 0) {
        failure = add_descriptors(&actions, input, output);
        if (failure == 0) failure = set_attributes(&attributes);
        if (failure == 0) failure = posix_spawn(process, path, &actions, &attributes, arguments, environment);
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&actions);
    return failure;
}

int cposixspawn_open_output(void) { return memfd_create("output", MFD_CLOEXEC); }

int cposixspawn_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }
