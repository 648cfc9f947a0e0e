const { resolve } = require('node:path');
const { imports } = require('./package.json');

/** Where `#messaging/outbox.js` is in source: package.json says where it is when compiled. */
const alias = Object.fromEntries(
  Object.entries(imports).map(([name, compiled]) => [
    name.replace('/*', ''),
    resolve(__dirname, compiled.replace('./dist/', '').replace('/*', '')),
  ]),
);

module.exports = { resolve: { alias, extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } } };
