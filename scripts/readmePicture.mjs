// Takes the README's first picture in a real VS Code: `node scripts/readmePicture.mjs`, after a build.
import { join } from "node:path";

import { openSamples } from "../test/person/window.mjs";
import { root } from "./say.mjs";

const vscode = await openSamples({
  folder: "samples/airflow",
  size: { width: 1440, height: 860 },
  settings: {
    "editor.minimap.enabled": false,
    "editor.fontSize": 13,
    "editor.stickyScroll.enabled": false,
    "editor.scrollBeyondLastLine": false,
    "breadcrumbs.enabled": false,
    "workbench.editor.showTabs": "multiple",
  },
});
const { page } = vscode;
try {
  await vscode.openFile("order_routing.py");
  await vscode.command("Dagsight: Show Graph");
  const graph = vscode.graph();
  await graph.locator(".task").first().waitFor();
  await page
    .locator('.activitybar a[aria-label="Dagsight"], .activitybar [aria-label^="Dagsight"]')
    .first()
    .click();
  await vscode.command("View: Focus First Editor Group");
  await vscode.command("Dagsight: Run DAG");
  await page
    .locator(".monaco-list-row", { hasText: /order_routing.*success/ })
    .first()
    .waitFor();
  await vscode.command("Notifications: Clear All Notifications").catch(() => undefined);
  await vscode.command("View: Focus First Editor Group");
  await vscode.openFile("order_routing.py:29");
  await page.waitForTimeout(1500);
  await page.screenshot({ path: join(root, "docs", "pictures", "dagsight.png") });
} finally {
  await vscode.close();
}
