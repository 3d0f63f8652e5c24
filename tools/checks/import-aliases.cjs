/** Tells dependency-cruiser that "#libs/..." is our own source: package.json maps it to dist, where no wall would be seen. */
const { join } = require('node:path');
const at = (folder) => join(__dirname, '..', '..', folder);
module.exports = { resolve: { alias: { '#libs': at('libs'), '#workflows': at('workflows'), '#tools': at('tools') } } };
