import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, ProblemError, type Config } from '#platform';
import { ObjectStore } from '#storage';
import { errorFileName } from './file-name.js';
import { ImportReader } from './import-reader.js';

/** Mints download addresses of error files. */
@Injectable()
export class ErrorFileLink {
  constructor(
    private readonly reader: ImportReader,
    private readonly store: ObjectStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @returns a presigned URL
   * @throws ProblemError `not_ready` before the check is done, `not_found` when every row is good
   */
  async create(organisationId: string, importId: string): Promise<string> {
    const { checked, status, fileName } = await this.reader.record(organisationId, importId);
    const key = checked?.lateErrorsKey ?? checked?.errorsKey;
    if (key) {
      const file = { name: errorFileName(fileName), contentType: 'text/csv; charset=utf-8' };
      return this.store.signedUrl(key, file, this.config.DOWNLOAD_URL_SECONDS);
    }
    if (status === 'uploaded' || status === 'checking') {
      throw new ProblemError('not_ready/error_file');
    }
    throw new ProblemError(checked ? 'not_found/all_good' : 'not_found/not_checked');
  }
}
