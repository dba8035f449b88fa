using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Headrace.Wire.Signing;

namespace Headrace.Harness;

/// <summary>An engine of its own, as a user starts it: <c>headrace serve --port 0 --data FOLDER</c>.</summary>
public sealed class EngineProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly bool _ownsData;

    private EngineProcess(Process process, string data, bool ownsData, Uri endpoint, AwsCredentials credentials, double startMilliseconds)
    {
        _process = process;
        _ownsData = ownsData;
        Data = data;
        Endpoint = endpoint;
        Credentials = credentials;
        StartMilliseconds = startMilliseconds;
        Client = new SignedHttpClient(endpoint, credentials);
    }

    /// <summary>The data folder; removed with the engine when it was not given.</summary>
    public string Data { get; }

    public Uri Endpoint { get; }

    public AwsCredentials Credentials { get; }

    public SignedHttpClient Client { get; }

    public int ProcessId => _process.Id;

    /// <summary>From spawn to the ready block.</summary>
    public double StartMilliseconds { get; }

    public IPEndPoint Address => new(IPAddress.Loopback, Endpoint.Port);

    /// <summary>Resident memory of the engine's process now, in MiB.</summary>
    public double ResidentMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Processor time used so far, in milliseconds: by the engine, and by the function processes that live now.</summary>
    public (double Engine, double Functions) ProcessorMilliseconds => Headrace.Harness.ProcessorTime.Of(_process.Id);

    /// <summary>The engine's command: what <c>HEADRACE</c> names, else the published one at the repository's root.</summary>
    public static string Command => Environment.GetEnvironmentVariable("HEADRACE") ?? Path.Combine(RepositoryRoot, "artifacts", "cli", "headrace");

    public static string RepositoryRoot
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx")))
            {
                folder = folder.Parent;
            }

            return folder?.FullName ?? throw new InvalidOperationException("Not inside the repository.");
        }
    }

    /// <param name="data">An existing data folder to start again on; null for a temporary one.</param>
    /// <param name="options">Further options of <c>serve</c>.</param>
    public static async Task<EngineProcess> StartAsync(string? data = null, params string[] options)
    {
        var folder = data ?? Directory.CreateTempSubdirectory("headrace-engine-").FullName;
        var start = new ProcessStartInfo(Command, ["serve", "--port", "0", "--data", folder, .. options]) { RedirectStandardOutput = true };
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var settings = new Dictionary<string, string>();
        while (!(settings.ContainsKey("AWS_ENDPOINT_URL") && settings.ContainsKey("AWS_ACCESS_KEY_ID") && settings.ContainsKey("AWS_SECRET_ACCESS_KEY")))
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The engine ended before it was ready.");
            var at = line.IndexOf("export ", StringComparison.Ordinal);
            foreach (var word in at < 0 ? [] : line[(at + 7)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.Split('=', 2) is [var name, var value])
                {
                    settings[name] = value.Trim('\'', '"');
                }
            }
        }

        var ready = clock.Elapsed.TotalMilliseconds;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return new EngineProcess(process, folder, data is null, new Uri(settings["AWS_ENDPOINT_URL"]), new AwsCredentials(settings["AWS_ACCESS_KEY_ID"], settings["AWS_SECRET_ACCESS_KEY"]), ready);
    }

    /// <summary>Sends one signed request; anything but 2xx is an error with the body in it.</summary>
    public async Task<string> CallAsync(string service, HttpMethod method, string target, string? body = null)
    {
        using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var response = await Client.SendAsync(service, method, target, content);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"{method} {target}: {(int)response.StatusCode} {text}");
    }

    /// <summary>Sends one signed request of a JSON service; anything but 200 is an error with the body in it, an empty answer an empty object.</summary>
    /// <param name="target">As <c>DynamoDB_20120810.CreateTable</c>.</param>
    public async Task<JsonNode> CallAsync(string service, string target, string input)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(input));
        content.Headers.TryAddWithoutValidation("Content-Type", service == "logs" ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0");
        using var response = await Client.SendAsync(service, HttpMethod.Post, "/", content, [KeyValuePair.Create("X-Amz-Target", target)]);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonNode.Parse(text.Length > 0 ? text : "{}")! : throw new InvalidOperationException($"{target}: {(int)response.StatusCode} {text}");
    }

    /// <summary>A table of items with the text key <c>id</c>.</summary>
    public Task CreateTableAsync(string name) => CallAsync("dynamodb", "DynamoDB_20120810.CreateTable", $$"""
        {"TableName":"{{name}}","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],"BillingMode":"PAY_PER_REQUEST"}
        """);

    /// <summary>How many items a table has; of a large one only what fits into one page of a Scan.</summary>
    public async Task<int> CountAsync(string table) => (int)(await CallAsync("dynamodb", "DynamoDB_20120810.Scan", $$"""{"TableName":"{{table}}","Select":"COUNT"}"""))["Count"]!;

    /// <summary>Creates a function of the built-in bootstrap.</summary>
    public Task CreateFunctionAsync(string name, string handler, int memorySize = 512, JsonObject? variables = null) =>
        CallAsync("lambda", HttpMethod.Post, "/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "dotnet10",
            ["Handler"] = handler,
            ["Role"] = "arn:aws:iam::000000000000:role/LabRole",
            ["MemorySize"] = memorySize,
            ["Timeout"] = 30,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(ZipOf("README", "The built-in bootstrap needs no code of its own.")) },
            ["Environment"] = new JsonObject { ["Variables"] = variables ?? [] },
        }.ToJsonString());

    /// <summary>Creates a Python function.</summary>
    /// <param name="code">Has a <c>handler(event, context)</c>.</param>
    public Task CreatePythonFunctionAsync(string name, string code) =>
        CallAsync("lambda", HttpMethod.Post, "/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = name,
            ["Runtime"] = "python3.13",
            ["Handler"] = "main.handler",
            ["Role"] = "arn:aws:iam::000000000000:role/LabRole",
            ["Timeout"] = 30,
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(ZipOf("main.py", code)) },
        }.ToJsonString());

    /// <summary>Buckets, the built-in <c>preprocess</c>, its permission and its trigger: an upload to the first bucket has its output in the second.</summary>
    public async Task SetUpPreprocessAsync(string input, string output)
    {
        await CallAsync("s3", HttpMethod.Put, $"/{input}");
        await CallAsync("s3", HttpMethod.Put, $"/{output}");
        await CreateFunctionAsync("preprocess", "preprocess", variables: new JsonObject { ["OUTPUT_BUCKET"] = output });
        await RunOnUploadAsync("preprocess", input);
    }

    /// <summary>Uploads to <paramref name="input"/> become items of <paramref name="table"/> by the function <c>detect</c>, which has this model.</summary>
    /// <param name="output">A bucket for annotated images, or null.</param>
    public async Task SetUpDetectAsync(byte[] model, string input, string table, string? output, int memorySize)
    {
        foreach (var bucket in (string?[])[input, output, "models"])
        {
            if (bucket is not null)
            {
                await CallAsync("s3", HttpMethod.Put, $"/{bucket}");
            }
        }

        using (var content = new ByteArrayContent(model))
        using (var put = await Client.SendAsync("s3", HttpMethod.Put, "/models/model.onnx", content))
        {
            put.EnsureSuccessStatusCode();
        }

        await CreateTableAsync(table);
        JsonObject variables = new() { ["MODEL"] = "s3://models/model.onnx", ["TABLE"] = table };
        if (output is not null)
        {
            variables["OUTPUT_BUCKET"] = output;
        }

        await CreateFunctionAsync("detect", "detect", memorySize, variables);
        await RunOnUploadAsync("detect", input);
    }

    /// <summary>Permission and notification.</summary>
    public async Task RunOnUploadAsync(string function, string bucket)
    {
        await CallAsync("lambda", HttpMethod.Post, $"/2015-03-31/functions/{function}/policy", $$"""
            {"StatementId":"s3","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com","SourceArn":"arn:aws:s3:::{{bucket}}"}
            """);
        await CallAsync("s3", HttpMethod.Put, $"/{bucket}?notification", $"""
            <NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:000000000000:function:{function}</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration></NotificationConfiguration>
            """);
    }

    /// <summary><c>kill -9</c>: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and what the engine exits with.</summary>
    public async Task<int> StopAsync()
    {
        using var stop = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            await StopAsync();
        }

        _process.Dispose();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    private static byte[] ZipOf(string name, string content)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using var entry = new StreamWriter(zip.CreateEntry(name).Open());
            entry.Write(content);
        }

        return stream.ToArray();
    }
}
