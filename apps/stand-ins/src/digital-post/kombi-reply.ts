/** The synchronous answer of KombiPostAfsend. */
export const kombiAccepted = (transmissionId: string): string =>
  reply(`<Result>true</Result><TransmissionID>${transmissionId}</TransmissionID>`);

export const kombiRefused = (errorId: string, errorText: string): string =>
  reply(`<Result>false</Result><FejlId>${escaped(errorId)}</FejlId><FejlTekst>${escaped(errorText)}</FejlTekst>`);

const reply = (inner: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><kombi_response>${inner}</kombi_response>`;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
