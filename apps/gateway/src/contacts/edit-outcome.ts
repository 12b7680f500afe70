import type { ContactEditResult } from '#contracts';
import type { EditFault } from '#contact-rules';
import { NoAnswerError } from '#messaging';
import { ProblemError } from '#platform';

/** What the contacts service did. @throws ProblemError when it refused or failed, or did not answer in time */
export async function outcomeOf(call: Promise<ContactEditResult>): Promise<'created' | 'updated' | 'unchanged'> {
  const result = await call.catch((error: unknown) => {
    throw error instanceof NoAnswerError ? noAnswer(error) : error;
  });
  switch (result.outcome) {
    case 'not_found':
      throw new ProblemError('contact_not_found');
    case 'revision_mismatch':
      throw new ProblemError('revision_mismatch');
    case 'rejected':
      throw invalidContact([faultOf(result)]);
    case 'failed':
      throw new ProblemError('internal_error/contact');
    default:
      return result.outcome;
  }
}

export function invalidContact(errors: EditFault[]): ProblemError {
  return new ProblemError('invalid_contact', { errors });
}

function faultOf({ outcome: _, ...fault }: Extract<ContactEditResult, { outcome: 'rejected' }>): EditFault {
  return fault;
}

function noAnswer(error: NoAnswerError): ProblemError {
  return new ProblemError(error.begun ? 'unavailable/edit_begun' : 'unavailable/edits', { cause: error });
}
