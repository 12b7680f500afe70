/**
 * Downloads mongod into a folder: `node download-mongod.js <folder>`. It is a separate program, because the library
 * cannot be stopped in any other way. It prints its progress, so that the caller can see whether it hangs.
 */
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';

process.env.MONGOMS_MAX_RETRIES ??= '1';
// Without this, the library does not verify certificates.
process.env.npm_config_strict_ssl = 'true';
const { MongoBinary } = await import('mongodb-memory-server-core');

const folder = path.resolve(process.argv[2]!);
const downloads = path.join(folder, 'download');
try {
  const program = await MongoBinary.getPath({ downloadDir: downloads, checkMD5: true });
  await copyFile(program, path.join(folder, 'mongod'));
  await rm(downloads, { recursive: true, force: true });
} catch (error) {
  // The user at the terminal sees the last line.
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(`\n${code ?? message.split('\n')[0]}`);
  process.exit(1);
}
