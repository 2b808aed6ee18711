// Ajv as an engine: one line in, {"schema", "instances": [JSON text, ...]}; one line out, [true | false, ...].
// Strict, and with own properties only, as the exported contracts ask for.
const Ajv = require("ajv/dist/2020");

const lines = require("readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  const { schema, instances } = JSON.parse(line);
  const ajv = new Ajv({
    strict: true,
    allowUnionTypes: true,
    ownProperties: true,
    validateFormats: false,
    addUsedSchema: false,
  });
  const validate = ajv.compile(schema);
  const answers = instances.map((text) => validate(JSON.parse(text)));
  process.stdout.write(JSON.stringify(answers) + "\n");
});
