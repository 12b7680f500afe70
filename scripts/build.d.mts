/** Compiles what is newer than dist/, and nothing when all is up to date. */
export function compileIfNeeded(): Promise<void>;
