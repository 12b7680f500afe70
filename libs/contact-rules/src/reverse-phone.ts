/** The digits of a phone number in reverse order, so that a search for the last digits becomes a prefix search. */
export function reversePhone(phone: string): string {
  let reversed = '';
  for (let i = phone.length - 1; i >= 0; i--) reversed += phone[i]!;
  return reversed;
}
