import { connect, type Socket } from "node:net";

/** A message of the Debug Adapter Protocol, as far as the tests look at it. */
interface DapMessage {
  readonly type: "request" | "response" | "event";
  readonly event?: string;
  readonly command?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: unknown;
}

/** Speaks the Debug Adapter Protocol to a socket, as VS Code does. */
export class DebugAdapter {
  readonly #socket: Socket;
  readonly #waiting: {
    test: (message: DapMessage) => boolean;
    found: (message: DapMessage) => void;
  }[] = [];
  readonly #seen: DapMessage[] = [];
  #bytes = Buffer.alloc(0);
  #sequence = 0;

  constructor(host: string, port: number) {
    this.#socket = connect(port, host);
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", () => undefined);
  }

  /** Sends a request; the answer comes later, for some only after other requests. */
  async request(command: string, args: object = {}): Promise<unknown> {
    const seq = ++this.#sequence;
    const body = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.#socket.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const answer = await this.#until(
      ({ type, request_seq }) => type === "response" && request_seq === seq,
    );
    if (answer.success !== true) throw new Error(`${command}: ${answer.message ?? "refused"}`);
    return answer.body;
  }

  /** The first event of a name that has not been answered yet. */
  async event(name: string): Promise<unknown> {
    return (await this.#until(({ type, event }) => type === "event" && event === name)).body;
  }

  end(): void {
    this.#socket.destroy();
  }

  #until(test: (message: DapMessage) => boolean): Promise<DapMessage> {
    const at = this.#seen.findIndex(test);
    const [seen] = at < 0 ? [] : this.#seen.splice(at, 1);
    if (seen) return Promise.resolve(seen);
    return new Promise((found) => this.#waiting.push({ test, found }));
  }

  #take(chunk: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      const length = Number(
        /Content-Length: (\d+)/i.exec(this.#bytes.toString("latin1", 0, Math.max(0, end)))?.[1],
      );
      if (end < 0 || this.#bytes.length < end + 4 + length) return;
      const text = this.#bytes.toString("utf8", end + 4, end + 4 + length);
      this.#bytes = this.#bytes.subarray(end + 4 + length);
      this.#hear(JSON.parse(text) as DapMessage); // What a debug adapter sends is a message of the protocol.
    }
  }

  #hear(message: DapMessage): void {
    const at = this.#waiting.findIndex(({ test }) => test(message));
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (waiting) waiting.found(message);
    else this.#seen.push(message);
  }
}
