/** The arrows of docs/architecture.md, each with its reason. */
const apart = (from, others, comment) => ({
  name: `${from}-stands-apart`,
  severity: "error",
  comment,
  from: { path: `^${from}/` },
  to: { path: `^(${others.join("|")})/` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "Files that need each other are one file, or lack a third. Types may point back.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "model-is-pure",
      severity: "error",
      comment:
        "The core is functions on plain data: no editor, no disk, no process, so it runs and is tested anywhere.",
      from: { path: "^model/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "model-knows-nobody",
      severity: "error",
      comment: "Everything may use the core; the core uses nothing around it.",
      from: { path: "^model/" },
      to: { path: "^(protocol|server|runner|client|webview|cli)/" },
    },
    {
      name: "model-has-few-packages",
      severity: "error",
      comment: "A package in the core is a reasoned exception, listed in docs/architecture.md.",
      from: { path: "^model/" },
      to: {
        dependencyTypes: ["npm", "npm-dev"],
        pathNot:
          "node_modules/(@lezer/|yaml|@dagrejs/graphlib|cron-parser|cronstrue|smol-toml|ignore)",
      },
    },
    {
      name: "protocol-is-words",
      severity: "error",
      comment: "Messages are data: they know the core's types and nobody who sends them.",
      from: { path: "^protocol/" },
      to: { path: "^(server|runner|client|webview|cli)/" },
    },
    {
      name: "only-client-knows-vscode",
      severity: "error",
      comment: "Code that needs the editor to be tested is in the wrong folder.",
      from: { path: "^(model|protocol|server|runner|webview|cli)/" },
      to: { path: "^vscode$" },
    },
    apart(
      "server",
      ["client", "webview", "runner", "cli"],
      "The language server never executes anything and serves any editor.",
    ),
    apart("webview", ["client", "server", "runner", "cli"], "The panel is a view of messages."),
    apart("runner", ["client", "server", "webview", "cli"], "The runner has no editor in it."),
    apart(
      "client",
      ["server", "webview", "cli"],
      "The client talks to server and panel by messages only.",
    ),
    apart(
      "cli",
      ["client", "server", "webview"],
      "The command line and the editor share the core, not each other.",
    ),
    {
      name: "launch-starts-bundles",
      severity: "error",
      comment: "What it imports would be compiled before the kept code is read.",
      from: { path: "^launch/" },
      to: { path: "^(model|protocol|server|runner|client|webview|cli)/" },
    },
    {
      name: "runner-has-one-door",
      severity: "error",
      comment: "Client and command line start runs through one module, so the rest may change.",
      from: { path: "^(client|cli)/" },
      to: { path: "^runner/", pathNot: "^runner/runner\\.ts$" },
    },
    {
      name: "evaluator-knows-no-reader",
      severity: "error",
      comment: "model/python knows Python; what Airflow does to it comes from the readers.",
      from: { path: "^model/python/" },
      to: { path: "^model/(readers|rules|schedule|layout|run|snapshot)/" },
    },
    {
      name: "rules-do-not-know-each-other",
      severity: "error",
      comment: "One rule, one file: what two rules need has a file of its own outside the list.",
      from: { path: "^model/rules/rules/" },
      to: { path: "^model/rules/rules/" },
    },
    {
      name: "features-do-not-know-each-other",
      severity: "error",
      comment: "A feature answers from the snapshot alone.",
      from: { path: "^server/features/" },
      to: { path: "^server/features/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|test|bench)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default"],
    },
  },
};
