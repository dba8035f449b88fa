using System.Text;
using System.Text.Json;
using Headrace.Functions.Environments;
using Headrace.Functions.Invocations;
using Headrace.Functions.Registry;
using Headrace.Gateway.RuntimeApi;
using Headrace.Ledger;
using Headrace.Telemetry.Logs;
using Headrace.Telemetry.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Headrace.Functions.Tests.Invocations;

/// <summary>An invoker with real processes, logs, metrics and Runtime API, in a folder of its own.</summary>
public sealed class FunctionEngine : IAsyncDisposable
{
    private static readonly ConcurrencyLimits Unlimited = new(null, 0);

    private readonly LedgerDatabase _ledger;
    private readonly RuntimeApiServer _server;

    private FunctionEngine(string folder, LedgerDatabase ledger, MetricStore metrics, LogStore logs, RuntimeApiServer server, Invoker invoker)
    {
        Folder = folder;
        _ledger = ledger;
        Metrics = metrics;
        Logs = logs;
        _server = server;
        Invoker = invoker;
    }

    public string Folder { get; }

    public MetricStore Metrics { get; }

    public LogStore Logs { get; }

    public Invoker Invoker { get; }

    /// <param name="folder">Of an engine that is no more; else a new one.</param>
    public static async Task<FunctionEngine> StartAsync(Func<InvokerOptions, InvokerOptions>? configure = null, string? folder = null)
    {
        folder ??= Directory.CreateTempSubdirectory("headrace-functions-").FullName;
        var ledger = LedgerDatabase.Open(Path.Combine(folder, "ledger.db"));
        var metrics = MetricStore.Open(ledger, TimeProvider.System);
        var logs = LogStore.Open(Path.Combine(folder, "logs"), TimeProvider.System);
        var server = await RuntimeApiServer.StartAsync(NullLoggerFactory.Instance, CancellationToken.None);
        var options = new InvokerOptions
        {
            RunFolder = Path.Combine(folder, "run"),
            RuntimesFolder = Path.Combine(Repository.Root, "functions", "runtimes"),
            Endpoint = () => new Uri("http://127.0.0.1:4566"),
            Credentials = version => new SessionCredentials("000000000000", "secret", $"token-{version.Id.Name}"),
        };
        var invoker = await Invoker.StartAsync(configure?.Invoke(options) ?? options, logs, metrics, server, TimeProvider.System, CancellationToken.None);
        return new FunctionEngine(folder, ledger, metrics, logs, server, invoker);
    }

    /// <summary>A version whose code is these files.</summary>
    public FunctionVersion Deploy(string runtime, string handler, params (string Name, string Text)[] files)
    {
        var name = $"f{Guid.NewGuid():N}"[..12];
        var code = Directory.CreateDirectory(Path.Combine(Folder, "code", name)).FullName;
        foreach (var (file, text) in files)
        {
            var path = Path.Combine(code, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            if (file == "bootstrap")
            {
                File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32("755", 8));
            }
        }

        return new FunctionVersion
        {
            Id = new FunctionId("000000000000", "us-east-1", name),
            Version = "$LATEST",
            RevisionId = Guid.NewGuid().ToString(),
            Runtime = runtime,
            Handler = handler,
            CodeDirectory = code,
            MemorySize = 256,
            Timeout = TimeSpan.FromSeconds(30),
            LogGroup = $"/aws/lambda/{name}",
        };
    }

    public FunctionVersion DeployPython(string source) => Deploy("python3.13", "handler.handler", ("handler.py", source));

    public FunctionVersion DeployNode(string source, string file = "index.js") => Deploy("nodejs22.x", "index.handler", (file, source));

    public Task<InvocationResult> InvokeAsync(FunctionVersion version, string payload = "{}", ConcurrencyLimits? limits = null, bool tail = false) =>
        Invoker.InvokeAsync(
            new InvocationRequest(version, limits ?? Unlimited, version.Id.Arn, Guid.NewGuid().ToString(), Encoding.UTF8.GetBytes(payload), WantsLogTail: tail),
            CancellationToken.None);

    /// <summary>Invokes, and expects the handler to have returned.</summary>
    public async Task<JsonElement> CallAsync(FunctionVersion version, string payload = "{}")
    {
        var result = await InvokeAsync(version, payload);
        Assert.True(result.FunctionError is null, $"{Text(result)}\n{string.Concat(LogOf(version))}");
        return JsonDocument.Parse(result.Payload).RootElement;
    }

    /// <summary>Every event of the function's log, stream by stream.</summary>
    public IReadOnlyList<string> LogOf(FunctionVersion version) =>
        [.. (Logs.ListStreams(version.LogGroup) ?? []).SelectMany(stream => Logs.ReadPage(version.LogGroup, stream, new LogQuery(), null, forward: true, 100_000)!.Events).Select(line => line.Message)];

    public static string Text(InvocationResult result) => Encoding.UTF8.GetString(result.Payload.Span);

    public async ValueTask DisposeAsync()
    {
        await Invoker.DisposeAsync();
        await _server.DisposeAsync();
        await Metrics.DisposeAsync();
        await _ledger.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
