import { blankColumn } from './figures/blank-column.js';
import { checkCountry } from './figures/check-country.js';
import { checkCsv } from './figures/check-csv.js';
import { checkXlsx } from './figures/check-xlsx.js';
import { downloadCsv } from './figures/download-csv.js';
import { downloadXlsx } from './figures/download-xlsx.js';
import { events } from './figures/events.js';
import { filters } from './figures/filters.js';
import { importChanged } from './figures/import-changed.js';
import { importDriver } from './figures/import-driver.js';
import { importGuard } from './figures/import-guard.js';
import { importNew } from './figures/import-new.js';
import { importUnchanged } from './figures/import-unchanged.js';
import { importWatched } from './figures/import-watched.js';
import { indexCosts } from './figures/index-costs.js';
import { largeImport } from './figures/large-import.js';
import { listmonkExport } from './figures/listmonk-export.js';
import { listmonkImports } from './figures/listmonk-imports.js';
import { listmonkKill } from './figures/listmonk-kill.js';
import { listmonkMemory } from './figures/listmonk-memory.js';
import { memory } from './figures/memory.js';
import { noisyNeighbour } from './figures/noisy-neighbour.js';
import { redisMemory } from './figures/redis-memory.js';
import { starts } from './figures/starts.js';
import type { Figure } from './harness/figure.js';

/**
 * The figures of every run, in the order of the table. Figures that measure work in this process come first: the memory
 * that others leave behind slows down a library that creates strings. Figures with the largest amounts come last, because
 * they fill the database.
 */
export const figures: Figure[] = [
  checkCsv,
  checkXlsx,
  checkCountry,
  events,
  ...starts,
  importNew,
  importDriver,
  importUnchanged,
  importGuard,
  importChanged,
  blankColumn,
  importWatched,
  downloadCsv,
  downloadXlsx,
  indexCosts,
  filters,
  noisyNeighbour,
  ...memory,
  largeImport,
  redisMemory,
];

/** What `--listmonk` measures instead, because listmonk and PostgreSQL have to be installed. */
export const listmonkFigures: Figure[] = [...listmonkImports, listmonkExport, listmonkKill, listmonkMemory];
