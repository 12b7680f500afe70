const PATHS = {
  alert: 'M12 9v4M12 17h.01M10.3 3.9 2.4 18a2 2 0 0 0 1.7 3h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z',
  arrowDown: 'M12 5v14M19 12l-7 7-7-7',
  arrowUp: 'M12 19V5M5 12l7-7 7 7',
  check: 'M20 6 9 17l-5-5',
  columns: 'M4 4h16v16H4zM9.5 4v16M14.5 4v16',
  contacts:
    'M16 20c0-3-2.5-5-6-5s-6 2-6 5M10 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M20.5 19c0-2.2-1.3-3.9-3.3-4.6M15.5 4.3a3.5 3.5 0 0 1 0 6.4',
  download: 'M12 4v11M7 11l5 5 5-5M4 20h16',
  file: 'M14 3H6v18h12V7zM14 3v4h4',
  imports: 'M4 5h16M4 12h9M4 19h9M18 10v9M14.5 15.5 18 19l3.5-3.5',
  phone: 'M7 2h10v20H7zM11 18h2',
  plus: 'M12 5v14M5 12h14',
  retry: 'M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20.5 20.5 16 16',
  sort: 'm8 10 4-5 4 5M8 14l4 5 4-5',
  swap: 'M4 8h15M15 4l4 4-4 4M20 16H5M9 12l-4 4 4 4',
  upload: 'M12 16V5M7 9l5-5 5 5M4 20h16',
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon. Decoration only: the text or label beside it carries the meaning. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flexShrink: 0 }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
