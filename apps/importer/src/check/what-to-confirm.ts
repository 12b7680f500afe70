import { coded, type Coded } from '#contracts';
import type { AccountRef, CheckedFile, ImportRecord } from '#persistence';
import type { Backends } from '../backends.js';
import { forecastImport, type Forecast } from './forecast-import.js';

type Checked = ImportRecord & { checked: CheckedFile };

/**
 * `reasons`: what an import would do beyond what was said, so that one that would start by itself has to wait. The
 * forecast is null if the import does not wait.
 */
interface ToConfirm {
  forecast: Forecast | null;
  reasons: Coded[];
}

/**
 * What somebody should know of an import who is to confirm it, and whether one with `start=auto` needs that.
 * @param doubt why it is not certain what the columns are
 */
export async function whatToConfirm(
  backends: Backends,
  account: AccountRef,
  record: Checked,
  doubt: Coded | null,
): Promise<ToConfirm> {
  const { start, blankColumns } = record.options;
  const reasons: Coded[] = doubt ? [doubt] : [];
  const lost = Math.max(...record.columns.map(({ contactsAffected }) => contactsAffected ?? 0));
  if (start === 'auto' && blankColumns === 'ask' && lost > 0)
    reasons.push(coded('confirm_blank_columns', { count: lost }));
  const mayBeLarge = await mayChangeMuch(backends, account, record.checked);
  if (start === 'auto' && reasons.length === 0 && !mayBeLarge) return { forecast: null, reasons };
  const forecast = await forecastOf(backends, account, record);
  if (mayBeLarge && (await doChangeMuch(backends, account, forecast.updated))) {
    const percent = backends.config.CONFIRM_CHANGED_PERCENT;
    reasons.push(coded('confirm_large_change', { count: forecast.updated, percent }));
  }
  return { forecast: start === 'confirm' || reasons.length > 0 ? forecast : null, reasons };
}

/** Spares most imports the forecast: those that are small, and those into an account that is. */
async function mayChangeMuch(
  { contacts, config }: Backends,
  account: AccountRef,
  { goodRows }: CheckedFile,
): Promise<boolean> {
  const { CONFIRM_CHANGED_PERCENT: percent, CONFIRM_CHANGED_CONTACTS: least } = config;
  return percent < 100 && goodRows >= least && (await contacts.hasAtLeast(account, least));
}

async function doChangeMuch({ contacts, config }: Backends, account: AccountRef, changed: number): Promise<boolean> {
  const { CONFIRM_CHANGED_PERCENT: percent, CONFIRM_CHANGED_CONTACTS: least } = config;
  return changed >= least && !(await contacts.hasAtLeast(account, Math.ceil((changed * 100) / percent)));
}

function forecastOf(backends: Backends, account: AccountRef, record: Checked): Promise<Forecast> {
  const { store, config } = backends;
  const { checked } = record;
  const source = { store, record, checked, limits: config.limits, chunkRows: config.IMPORT_BATCH_ROWS };
  return forecastImport(backends, account, source, checked.goodRows);
}
