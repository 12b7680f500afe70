import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const OPEN_MS = 90_000;

let isInstalled: boolean | undefined;

/** LibreOffice Calc, if it is installed. In CI it is required, because a skipped test proves nothing. */
export const libreOffice = {
  /**
   * Opens a file like a user would.
   * @returns the sheet as flat OpenDocument XML; null (and a note) without LibreOffice
   * @throws in CI, without LibreOffice
   */
  open(bytes: Buffer, extension: 'csv' | 'xlsx'): string | null {
    isInstalled ??= spawnSync('soffice', ['--version']).status === 0;
    if (!isInstalled) {
      if (process.env.CI)
        throw new Error('CI needs LibreOffice: apt-get install --no-install-recommends libreoffice-calc');
      console.warn('LibreOffice is not installed (libreoffice-calc): whether it runs a formula was not looked at.');
      return null;
    }
    const folder = mkdtempSync(path.join(tmpdir(), 'contacts-office-'));
    try {
      const file = path.join(folder, `download.${extension}`);
      writeFileSync(file, bytes);
      const profile = `-env:UserInstallation=file://${folder}/profile`;
      // 44: comma; 34: quotes; 76: UTF-8. The last options turn on the detection of numbers and of formulas, like a
      // double click.
      const filter = extension === 'csv' ? ['--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true'] : [];
      const args = [profile, '--headless', ...filter, '--convert-to', 'fods', '--outdir', folder, file];
      execFileSync('soffice', args, { timeout: OPEN_MS, stdio: 'ignore' });
      return readFileSync(path.join(folder, 'download.fods'), 'utf8');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
