import path from 'node:path/posix';
import { readSmallPart } from './read-xml.js';
import { RELATIONSHIPS } from './xml-reader.js';
import type { ZipPackage } from './zip-package.js';

/** The relationship of one part to another. */
export interface Relationship {
  id: string;
  /** The last segment of its type, which is the same in both editions of the standard: `worksheet`, `styles`. */
  type: string;
  part: string;
}

/** @param part the part whose relationships to read; `''` for those of the package. It may have none. */
export async function readRelationships(zip: ZipPackage, part: string): Promise<Relationship[]> {
  const { dir, base } = path.parse(part);
  const list = path.join(dir, '_rels', `${base}.rels`);
  const relationships: Relationship[] = [];
  if (!zip.has(list)) return relationships;
  await readSmallPart(zip, list, RELATIONSHIPS, {
    open(name, { Id, Type, Target, TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External' || Target === undefined) return;
      const type = (Type ?? '').slice((Type ?? '').lastIndexOf('/') + 1);
      relationships.push({ id: Id ?? '', type, part: path.resolve('/', dir, Target).slice(1) });
    },
  });
  return relationships;
}
