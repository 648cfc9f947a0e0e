import { describe, expect, it } from '@jest/globals';
import { RefusalError } from '#contracts/refusal-error.js';
import { readIncomingMemo } from './incoming-memo.js';

const OURS = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

const message = ({ content = 'SGVq', repliesTo = [OURS] } = {}): Buffer =>
  Buffer.from(`<memo:Message xmlns:memo="https://DigitalPost.dk/MeMo-1" memoVersion="1.2">
  <memo:MessageHeader>
    <memo:messageType>DIGITALPOST</memo:messageType>
    <memo:messageUUID>8c5b0b0e-6b0c-4d42-8f0e-2a1f0c6d7e88</memo:messageUUID>
    <memo:label>Svar</memo:label>
    <memo:Sender><memo:senderID>6902921112</memo:senderID><memo:idType>CPR</memo:idType></memo:Sender>
    <memo:Recipient><memo:recipientID>12345678</memo:recipientID><memo:idType>CVR</memo:idType></memo:Recipient>
    ${repliesTo.map((id) => `<memo:ReplyData><memo:messageUUID>${id}</memo:messageUUID></memo:ReplyData>`).join('')}
  </memo:MessageHeader>
  <memo:MessageBody><memo:MainDocument><memo:File>
    <memo:encodingFormat>text/plain</memo:encodingFormat><memo:filename>svar.txt</memo:filename>
    <memo:language>da</memo:language><memo:content>${content}</memo:content>
  </memo:File></memo:MainDocument></memo:MessageBody>
</memo:Message>`);

const refusal = (bytes: Buffer): { code: string; place: string | null } => {
  try {
    readIncomingMemo(bytes);
  } catch (error) {
    if (error instanceof RefusalError) return { code: error.code, place: error.place };
    throw error;
  }
  throw new Error('The message was read');
};

describe('a message from a citizen', () => {
  it('names what it answers, and holds its file without line breaks', () => {
    const read = readIncomingMemo(message({ content: ' SG\n  Vq \n' }));
    expect(read).toMatchObject({ repliesTo: [OURS], files: [{ filename: 'svar.txt', content: 'SGVq' }] });
  });

  it('with megabytes of blanks around a content that is no Base64 is refused as fast as any other', () => {
    const began = performance.now();
    expect(refusal(message({ content: `A${' '.repeat(2_000_000)}!` }))).toMatchObject({
      code: 'SHAPE_INVALID',
      place: expect.stringContaining('content'),
    });
    // Read step by step back from the end it would take hours.
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it('that answers very many letters is refused', () => {
    expect(refusal(message({ repliesTo: Array.from({ length: 1000 }, () => OURS) }))).toMatchObject({
      code: 'SHAPE_INVALID',
      place: 'ReplyData',
    });
  });
});
