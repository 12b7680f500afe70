/** The width below which the page uses its layout for phones: Mantine's `sm`. */
export const PHONE_WIDTH = '(max-width: 47.99em)';
