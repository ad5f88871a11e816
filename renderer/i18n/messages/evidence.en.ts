/** Claims about prices, and the files that prove them. */
export const evidenceEn = {
  'evidence.claim': 'Claim',
  'evidence.claim.none': 'no claim',
  'evidence.claim.was_now': 'was / now',
  'evidence.claim.from_price': 'from a price',
  'evidence.claim.free_gift': 'free gift',
  'evidence.claim.was_now-value': 'was {from}, now {to}; lowest of the last 30 days {lowest}',
  'evidence.was-now-rule':
    'The law takes as “was” the lowest price of the 30 days before the reduction. A was/now claim cannot be submitted without evidence of it.',
  'evidence.title': 'Evidence',
  'evidence.files': 'Attached evidence',
  'evidence.hint':
    'Up to {files, number} files, PDF, PNG or JPEG, at most {megabytes, number} MB each: price lists, receipts, photographs of the shelf. Only the bank’s reviewers can read them; customers never see them.',
  'evidence.attach': 'Attach a file',
  'evidence.working': 'The file is checked…',
  'evidence.full': 'At most {files, number} files.',
  'evidence.line': '{kind}, {kilobytes, number} kB, {hash}',
  'evidence.kind.application/pdf': 'PDF',
  'evidence.kind.image/png': 'PNG',
  'evidence.kind.image/jpeg': 'JPEG',
  'evidence.picture': 'Evidence: {name}',
  'evidence.show': 'Show',
  'evidence.hide': 'Hide',
  'evidence.save': 'Save a copy',
  'evidence.saved': 'Saved as {name}.',
  'evidence.remove': 'Take out',
  'evidence.partner-note':
    'You see which files belong to this revision. What is in them only the leading shop and the bank’s reviewers can read.',
  'evidence.officer-note': 'Only reviewers can open these files.',
  'evidence.review-note':
    'PDFs are not drawn here: save a copy and open it with a reader that you trust. The bank refuses scripts, forms and files within them, and cannot see every fault.',
} as const;
