export const CANARY: string;
export const PLANTED: string;
export function personalDataIn(folder: string): string[];
