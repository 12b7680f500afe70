/**
 * Fetches mongod into the folder given as argument: `node download-mongod.js <folder>`. A program of its own, because
 * the library can be stopped in no other way. It prints its progress, which is its sign of life.
 */
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';

process.env.MONGOMS_MAX_RETRIES ??= '1';
// The library checks certificates only when told so.
process.env.npm_config_strict_ssl = 'true';
const { MongoBinary } = await import('mongodb-memory-server-core');

const folder = path.resolve(process.argv[2]!);
const downloads = path.join(folder, 'download');
try {
  const program = await MongoBinary.getPath({ downloadDir: downloads, checkMD5: true });
  await copyFile(program, path.join(folder, 'mongod'));
  await rm(downloads, { recursive: true, force: true });
} catch (error) {
  // The last line is what the person at the terminal gets to read.
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(`\n${code ?? message.split('\n')[0]}`);
  process.exit(1);
}
