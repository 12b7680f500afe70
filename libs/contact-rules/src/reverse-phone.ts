/** The digits of a phone number from last to first, so that its end can be searched as a prefix. */
export function reversePhone(phone: string): string {
  let reversed = '';
  for (let i = phone.length - 1; i >= 0; i--) reversed += phone[i]!;
  return reversed;
}
