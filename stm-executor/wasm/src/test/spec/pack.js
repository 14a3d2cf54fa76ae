// Packs what wast2json made of the specification's tests into one file, a JSON array a line, modules inline:
//   ["file", name]                              the lines below are of this file
//   ["module", base64, name]                    becomes the present module; empty where it has no name
//   ["register", as]                            others import the present module
//   ["return", export, [args], [results]]       values as wast2json writes them: unsigned decimal bits, "nan:canonical", "nan:arithmetic"
//   ["trap", export, [args], message]
//   ["invalid", base64, message]                must not be accepted
//   ["uninstantiable", base64, message]
// Usage: node pack.js DIR | gzip -9n > spec-tests.jsonl.gz
const fs = require('fs');
const dir = process.argv[2];
const value = ({type, value}) => [type, value];
const base64 = name => fs.readFileSync(`${dir}/${name}`).toString('base64');
const print = line => console.log(JSON.stringify(line));

for (const file of fs.readdirSync(dir).filter(name => name.endsWith('.json')).sort()) {
  print(['file', file.replace('.json', '')]);
  for (const command of JSON.parse(fs.readFileSync(`${dir}/${file}`)).commands) {
    const {action} = command;
    if (action?.module || action?.type === 'get') continue;
    switch (command.type) {
      case 'module': print(['module', base64(command.filename), command.name ?? '']); break;
      case 'register': print(['register', command.as]); break;
      case 'action':
      case 'assert_return':
        print(['return', action.field, action.args.map(value), command.expected.map(value)]);
        break;
      case 'assert_trap':
      case 'assert_exhaustion':
        print(['trap', action.field, action.args.map(value), command.text]);
        break;
      case 'assert_invalid':
      case 'assert_malformed':
        if (command.module_type === 'binary') print(['invalid', base64(command.filename), command.text]);
        break;
      case 'assert_uninstantiable':
        print(['uninstantiable', base64(command.filename), command.text]);
        break;
    }
  }
}
