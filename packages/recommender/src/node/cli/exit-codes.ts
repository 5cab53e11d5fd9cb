/**
 * The exit codes of `redux`:
 *
 * - 0 all is well
 * - 1 what was given is at fault: a file, a folder, an artifact, a song that is not in the catalogue
 * - 2 the command line is at fault: an unknown command or option, a value out of range
 * - 130 stopped by Ctrl-C, 143 by SIGTERM
 */
export const EXIT = { ok: 0, fault: 1, usage: 2, interrupted: 130, terminated: 143 } as const
