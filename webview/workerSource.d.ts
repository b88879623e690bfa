/** The bundled source of a worker, inlined by scripts/inlineWorker.mjs. */
declare module "worker:*" {
  export const source: string;
}
