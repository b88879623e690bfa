/** Addresses as the webview sees them (`asWebviewUri`), and a fresh random nonce. */
export interface PanelPage {
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** For screen readers; that of the graph when it is not given. */
  readonly title?: string;
}

/**
 * The page of the graph panel, and of the form before a run. Nothing is allowed but our own script and sheet, by nonce: the layout worker's source is inside
 * the script and starts from a blob, pictures are made from blobs, and no address on any network is named.
 */
export function graphPanelHtml({
  script,
  style,
  nonce,
  title = "Dagsight graph",
}: PanelPage): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "worker-src blob:",
    "img-src blob:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" nonce="${nonce}" href="${escapeAttribute(style)}">
<title>${escapeAttribute(title)}</title>
</head>
<body>
<main id="panel"></main>
<script nonce="${nonce}" src="${escapeAttribute(script)}"></script>
</body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
