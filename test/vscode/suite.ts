import { assert } from "chai";
import * as vscode from "vscode";

import type { Api } from "../../client/api.ts";
import { activated, codeOf, hoverOn, open, problems, replace, revert } from "./editing.ts";
import { until } from "./until.ts";

const sales = "airflow/dags/sales_etl_pipeline.py";

describe("Dagsight, without running anything", () => {
  let api: Api;
  let document: vscode.TextDocument;

  before(async () => {
    document = await open(sales);
    api = await activated();
  });

  it("says nothing about a file that is fine", async () => {
    await until(
      () => hoverOn(document, "0 2 * * *"),
      (text) => text !== "",
    );
    assert.deepEqual((await problems(document, () => true)).map(codeOf), []);
  });

  it("explains a cron schedule and its next runs", async () => {
    const text = await until(
      () => hoverOn(document, "0 2 * * *"),
      (found) => found.includes("02:00"),
    );
    assert.match(text, /At 02:00, every day/);
    assert.equal(text.match(/\d{4}-\d\d-\d\d[ T]02:00/g)?.length, 5, text);
  });

  it("shows a problem while it is typed and forgets it when it is mended", async () => {
    await replace(document, "0 2 * * *", "61 2 * * *");
    const [finding] = await problems(document, (codes) => codes.includes("invalid-cron"));
    assert(finding, "a finding");
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.match(document.getText(finding.range), /61/);
    await revert(document);
    await problems(document, (codes) => codes.length === 0);
  });

  it("shows every edge of a cycle and offers to remove one", async () => {
    await replace(document, "load >> check", "load >> check >> extract");
    const [cycle] = await problems(document, (codes) => codes.includes("cycle"));
    assert(cycle, "a cycle");
    assert.match(cycle.message, /extract_sales.*transform_sales.*load_sales.*check_quality/s);
    assert.equal(cycle.relatedInformation?.length, 4);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      cycle.range,
    );
    // VS Code hands actions on without their diagnostics, so titles tell them apart.
    const fixes = actions.filter(({ title }) => title.startsWith("Remove "));
    assert.ok(fixes.length >= 4, fixes.map((fix) => fix.title).join(", "));
    const closing = fixes.find(
      (fix) => fix.title.includes("check") && fix.title.includes("extract"),
    );
    assert(closing?.edit, fixes.map((fix) => fix.title).join(", "));
    await vscode.workspace.applyEdit(closing.edit);
    await problems(document, (codes) => codes.length === 0);
    assert.match(document.getText(), /extract >> transform >> load >> check\n/);
    await revert(document);
  });

  it("outlines the DAG", async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    const dag = symbols.find((symbol) => symbol.name === "sales_etl_pipeline");
    assert.deepEqual(
      dag?.children.map((child) => child.name),
      ["extract_sales", "transform_sales", "load_sales", "check_quality"],
    );
  });

  it("puts Show graph and Run above the DAG", async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
      20,
    );
    const titles = lenses.map((lens) => lens.command?.title ?? "").join(" · ");
    assert.match(titles, /Show graph.*Run/);
  });

  it("opens the graph beside the code, follows an edit, and keeps the picture while the text is broken", async () => {
    await vscode.commands.executeCommand("dagsight.showGraph");
    const panel = await until(
      () => api.panels.all[0],
      (found) => found?.shown.dagId === "sales_etl_pipeline",
    );
    const before = panel?.shown.version ?? 0;
    await replace(document, 'task_id="check_quality"', 'task_id="check_all"');
    await until(
      () => panel?.shown,
      (shown) => (shown?.version ?? 0) > before && shown?.broken === null,
    );
    await replace(document, "extract >> transform", "extract >> (transform");
    const broken = await until(
      () => panel?.shown,
      (shown) => shown?.broken !== null,
    );
    assert.equal(broken?.dagId, "sales_etl_pipeline");
    await revert(document);
    await until(
      () => panel?.shown,
      (shown) => shown?.broken === null,
    );
  });

  it("names one problem in each broken sample, and none in the mended ones", async () => {
    for (const [name, code] of Object.entries({
      cycle: "cycle",
      duplicate_task: "duplicate-task",
      undefined_task: "undefined-task",
      self_dependency: "self-dependency",
      invalid_cron: "invalid-cron",
      removed_argument: "removed-argument",
      empty_dag: "empty-dag",
      syntax_error: "syntax-error",
      duplicate_dag_one: "duplicate-dag",
    })) {
      const found = await problems(
        await open(`broken/dags/${name}.py`),
        (codes) => codes.length > 0,
      );
      assert.deepEqual(found.map(codeOf), [code], name);
    }
  });
});
