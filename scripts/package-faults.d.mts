/** What is wrong with the packages of a lock file, each in a sentence. */
export function packageFaults(files: {
  manifest: { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
  lock: { packages: Record<string, object> };
  npmrc: string;
}): string[];
