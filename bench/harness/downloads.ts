import type { Export } from '#contracts';
import type { BenchProduct } from './bench-product.js';

/** Orders a download of all contacts of an account, and waits until the file is made. */
export async function makeDownload(
  { api }: BenchProduct,
  accountId: string,
  format: Export['format'],
): Promise<Export> {
  const { id } = await api.post<Export>('/v1/exports', { filter: { accountId }, format });
  return api.followExport(id);
}

/** Makes a download and requests its file. */
export async function fetchDownload(
  product: BenchProduct,
  accountId: string,
  format: Export['format'],
): Promise<{ made: Export; file: Response }> {
  const made = await makeDownload(product, accountId, format);
  return { made, file: await fetch(await product.api.downloadUrl(made.id)) };
}
