// Lints pieces of code as if they stood at the given paths; reads [{ path, code }] on standard input, prints the messages of each.
// A process of its own, because the configuration is an ES module and jest runs CommonJS.
import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';

const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId.startsWith('house/'),
  // The files do not exist, so no project has their types; the rules in question need none.
  overrideConfig: [{ files: ['**/*.ts'], languageOptions: { parserOptions: { project: false } } }],
});
const messages = [];
for (const { path, code } of JSON.parse(await text(process.stdin))) {
  const [result] = await eslint.lintText(code, { filePath: path });
  messages.push(result.messages.map(({ message }) => message));
}
process.stdout.write(JSON.stringify(messages));
