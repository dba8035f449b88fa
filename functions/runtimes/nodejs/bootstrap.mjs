// Runs an AWS Lambda handler written for Node.js: polls the Runtime API, calls the handler, reports what it returned or threw.
// No packages. Behaviour and wording follow AWS's Node.js runtimes.

import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import util from "node:util";
import { pathToFileURL } from "node:url";
import { PassThrough } from "node:stream";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const api = "/2018-06-01/runtime";
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const streaming = Symbol.for("aws.lambda.runtime.handler.streaming");
const isJson = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
let requestId = "";

function request(method, route, headers, body) {
  return new Promise((resolve, reject) => {
    const outgoing = http.request({ host, port, agent, method, path: api + route, headers }, (incoming) => {
      const parts = [];
      incoming.on("data", (part) => parts.push(part));
      incoming.on("end", () => resolve({ status: incoming.statusCode, headers: incoming.headers, body: Buffer.concat(parts) }));
    });
    outgoing.on("error", reject);
    if (body?.pipe) {
      body.attach(outgoing);
    } else {
      outgoing.end(body);
    }
  });
}

// Headers arrive as Latin-1; the Runtime API writes UTF-8.
const text = (header) => (header === undefined ? undefined : Buffer.from(header, "latin1").toString("utf8"));

function post(route, value, errorType) {
  const body = Buffer.from(value, "utf8");
  const headers = { "Content-Type": "application/json", "Content-Length": body.length };
  if (errorType) {
    headers["Lambda-Runtime-Function-Error-Type"] = errorType.replace(/[^\x20-\x7e]/g, "?");
  }
  return request("POST", route, headers, body);
}

// ---- logging

const levels = { trace: "TRACE", debug: "DEBUG", log: "INFO", info: "INFO", warn: "WARN", error: "ERROR" };
const order = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const lowest = isJson ? Math.max(0, order.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL ?? "INFO")) : 0;

function writeEvent(level, values) {
  if (order.indexOf(level) < lowest) {
    return;
  }
  const timestamp = new Date().toISOString();
  let line;
  if (isJson) {
    const message = values.length === 1 && typeof values[0] === "object" && !(values[0] instanceof Error) ? values[0] : util.format(...values);
    line = JSON.stringify({ timestamp, level, requestId: requestId || undefined, message });
  } else {
    line = `${timestamp}\t${requestId || "undefined"}\t${level}\t${util.format(...values)}`.replace(/\n/g, "\r");
  }
  fs.writeSync(1, line + "\n");
}

for (const [name, level] of Object.entries(levels)) {
  console[name] = (...values) => writeEvent(level, values);
}
console.fatal = (...values) => writeEvent("FATAL", values);

// ---- errors

class HandlerError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

function describe(error) {
  if (error instanceof Error || util.types.isNativeError(error)) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function report(kind, error) {
  const described = describe(error);
  writeEvent("ERROR", [`${kind}\t${JSON.stringify({ ...described, trace: undefined, stack: described.trace })}`]);
  return [JSON.stringify(described), described.errorType];
}

// ---- streamed responses

class ResponseStream extends PassThrough {
  contentType = undefined;

  setContentType(type) {
    this.contentType = type;
  }

  attach(outgoing) {
    this.pipe(outgoing, { end: false });
    this.on("end", () => {
      if (this.failure) {
        const [body, type] = this.failure;
        outgoing.addTrailers({ "Lambda-Runtime-Function-Error-Type": type, "Lambda-Runtime-Function-Error-Body": Buffer.from(body).toString("base64") });
      }
      outgoing.end();
    });
  }
}

globalThis.awslambda = {
  streamifyResponse(handler, options) {
    handler[streaming] = options ?? {};
    return handler;
  },
  HttpResponseStream: {
    from(stream, prelude) {
      stream.setContentType("application/vnd.awslambda.http-integration-response");
      stream.write(JSON.stringify(prelude));
      stream.write(Buffer.alloc(8));
      return stream;
    },
  },
};

// ---- the handler

async function loadHandler(name) {
  const base = path.basename(name);
  const dot = base.indexOf(".");
  if (dot <= 0 || name.includes("..")) {
    throw new HandlerError("Runtime.MalformedHandlerName", name.includes("..") ? `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.` : "Bad handler");
  }
  const module = path.join(path.dirname(name), base.slice(0, dot));
  const root = process.env.LAMBDA_TASK_ROOT ?? "/var/task";
  const file = ["", ".js", ".mjs", ".cjs"].map((extension) => path.resolve(root, module + extension)).find((candidate) => fs.statSync(candidate, { throwIfNoEntry: false })?.isFile());
  if (!file) {
    throw new HandlerError("Runtime.ImportModuleError", `Error: Cannot find module '${module}'`);
  }
  let loaded;
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new HandlerError("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
    }
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      throw new HandlerError("Runtime.ImportModuleError", `Error: ${error.message}`);
    }
    throw error;
  }
  const members = base.slice(dot + 1).split(".");
  const find = (start) => members.reduce((value, member) => value?.[member], start);
  const handler = find(loaded) ?? find(loaded.default);
  if (handler === undefined) {
    throw new HandlerError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") {
    throw new HandlerError("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return handler;
}

function createContext(headers) {
  const deadline = Number(headers["lambda-runtime-deadline-ms"]);
  const client = text(headers["lambda-runtime-client-context"]);
  const identity = text(headers["lambda-runtime-cognito-identity"]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: requestId,
    clientContext: client ? JSON.parse(client) : undefined,
    identity: identity ? JSON.parse(identity) : undefined,
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

// Resolves when nothing else is left to do in the process.
let whenIdle;
const idle = () => new Promise((resolve) => (whenIdle = resolve));
process.on("beforeExit", () => {
  const resolve = whenIdle;
  whenIdle = undefined;
  resolve?.();
});

function call(handler, event, context) {
  return new Promise((resolve, reject) => {
    let hasCalledBack = false;
    const callback = (error, result) => {
      hasCalledBack = true;
      const settle = () => (error === undefined || error === null ? resolve(result) : reject(error));
      context.callbackWaitsForEmptyEventLoop ? idle().then(settle) : settle();
    };
    context.done = callback;
    context.succeed = (result) => resolve(result);
    context.fail = (error) => reject(error ?? new Error("handled"));
    const result = handler(event, context, callback);
    if (typeof result?.then === "function") {
      result.then(resolve, reject);
    } else if (handler.length < 3 && result !== undefined) {
      resolve(result);
    } else if (!hasCalledBack) {
      // No promise: the callback answers, or the event loop runs dry and the answer is null.
      idle().then(() => resolve(null));
    }
  });
}

async function answer(handler, event, context) {
  if (streaming in handler) {
    const stream = new ResponseStream();
    const sent = () => request("POST", `/invocation/${requestId}/response`, {
      "Content-Type": stream.contentType ?? "application/octet-stream",
      "Lambda-Runtime-Function-Response-Mode": "streaming",
      "Transfer-Encoding": "chunked",
      Trailer: "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body",
    }, stream);
    const handled = (async () => handler(event, stream, context))();
    // The content type may be set until the first byte is written.
    await new Promise((resolve) => (stream.once("readable", resolve), handled.then(resolve, resolve)));
    const sending = sent();
    try {
      await handled;
    } catch (error) {
      stream.failure = report("Invoke Error", error);
    }
    if (!stream.writableEnded) {
      stream.end();
    }
    await sending;
    return;
  }

  let body;
  try {
    body = JSON.stringify((await call(handler, event, context)) ?? null) ?? "null";
  } catch (error) {
    await post(`/invocation/${requestId}/error`, ...report("Invoke Error", error));
    return;
  }
  const { status } = await post(`/invocation/${requestId}/response`, body);
  if (status === 413) {
    writeEvent("ERROR", ["[RequestEntityTooLarge] The response is longer than Lambda takes."]);
  }
}

async function die(kind, error, code) {
  const [body, type] = report(kind, error);
  await post(requestId ? `/invocation/${requestId}/error` : "/init/error", body, type).catch(() => {});
  process.exit(code);
}

process.on("uncaughtException", (error) => die("Uncaught Exception", error, 129));
process.on("unhandledRejection", (reason) => {
  const error = new HandlerError("Runtime.UnhandledPromiseRejection", String(reason));
  error.stack = `Runtime.UnhandledPromiseRejection: ${reason?.stack ?? reason}`;
  return die("Unhandled Promise Rejection", error, 128);
});

let handler;
try {
  handler = await loadHandler(process.env._HANDLER);
} catch (error) {
  await die("Uncaught Exception", error, 1);
}

while (true) {
  const { status, headers, body } = await request("GET", "/invocation/next", {}).catch(() => process.exit(0));
  if (status !== 200) {
    process.exit(1);
  }
  requestId = headers["lambda-runtime-aws-request-id"];
  process.env._X_AMZN_TRACE_ID = headers["lambda-runtime-trace-id"];
  let event;
  try {
    event = JSON.parse(body.toString("utf8"));
  } catch (error) {
    await post(`/invocation/${requestId}/error`, ...report("Invoke Error", new HandlerError("Runtime.UnmarshalError", error.message)));
    continue;
  }
  await answer(handler, event, createContext(headers));
}
