import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundlePrograms } from '../../scripts/bundle.mjs';
import { ROOT } from '../../tools/product/service-process.js';

const FOLDER = 'dist/test/bundle';

/**
 * Bundles a program like a service, for tests that start it a dozen times. It needs a compiled dist/.
 * @param file from the root
 * @returns the path of the bundle
 */
export async function bundled(file: string): Promise<string> {
  const name = `${FOLDER}/${path.parse(file).name}`;
  mkdirSync(path.join(ROOT, FOLDER), { recursive: true });
  for (const [place, content] of await bundlePrograms({ [name]: file }, FOLDER))
    writeFileSync(path.join(ROOT, place), content);
  return path.join(ROOT, `${name}.js`);
}
