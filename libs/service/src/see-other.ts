/** The answer to a form: the browser goes on to that page, so that loading it again sends nothing twice. */
export const seeOther = (path: string): { url: string; statusCode: number } => ({ url: path, statusCode: 303 });
