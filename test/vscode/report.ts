type Start = (done: () => void) => Mocha.Runner;

/**
 * Runs Mocha, marks each of its lines as the suite's own, and makes VS Code exit with 1 when a test failed or none ran.
 * The marks let the launcher tell the suite's lines from the workbench's.
 */
export async function report(start: Start, reporter: typeof Mocha.reporters.Base): Promise<void> {
  const say = (format = "", ...rest: unknown[]): void => {
    // eslint-disable-next-line no-console -- The launcher reads the console of the extension host.
    console.log(`[test] ${format}`, ...rest);
  };
  reporter.consoleLog = say;
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = start(() => {
      resolve(runner.stats);
    });
  });
  const { passes, failures } = stats ?? { passes: 0, failures: 1 };
  say(`${passes} passed, ${failures} failed`);
  if (failures > 0 || passes === 0) throw new Error(`${failures} tests failed, ${passes} passed`);
}
