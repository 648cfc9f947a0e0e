/** Words that may begin with a capital inside a sentence. Any other one is taken for a person's name. */
export const capitalisedWords: readonly string[] = ['MitID', 'Digital', 'Post', 'I', 'PDF', 'SMS'];
