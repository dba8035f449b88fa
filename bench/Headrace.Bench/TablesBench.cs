using System.Globalization;
using System.Net;
using System.Text;
using Headrace.Bench.Load;
using Headrace.Bench.Peers;
using Headrace.Harness;
using Headrace.Wire.Signing;

namespace Headrace.Bench;

/// <summary>Durable PutItem, and Query for ten items, at 16 callers, signed, beside npm's dynalite (which neither fsyncs nor checks signatures).</summary>
public static class TablesBench
{
    private const int Callers = 16;
    private const int Items = 20_000;
    private const int PeerItems = 3_000;
    private const int ItemsPerHash = 10;
    private const int Repetitions = 3;

    public static async Task RunAsync(Report report)
    {
        await using var engine = await EngineProcess.StartAsync();
        await using var peer = await NodePeer.StartDynaliteAsync();
        await CreateAsync(engine.Endpoint, engine.Credentials, "bench");
        await CreateAsync(peer.Endpoint, peer.Credentials, "bench");
        List<LoadResult> puts = [], queries = [], peerPuts = [], peerQueries = [];
        for (var i = 0; i < Repetitions; i++)
        {
            var (put, query) = await MeasureAsync(engine.Endpoint, engine.Credentials, Items, i);
            puts.Add(put);
            queries.Add(query);
            (put, query) = await MeasureAsync(peer.Endpoint, peer.Credentials, PeerItems, i);
            peerPuts.Add(put);
            peerQueries.Add(query);
        }

        Add(report, "PutItem", LoadResult.Median(puts), LoadResult.Median(peerPuts));
        Add(report, "Query of ten items", LoadResult.Median(queries), LoadResult.Median(peerQueries));
        var fsync = PutBench.FsyncMilliseconds();
        report.Add("fdatasync of 4 KiB, p50", fsync, "ms", "of a growing file; the ledger's log is written over, which is cheaper; dynalite waits for none");
        if (Environment.GetEnvironmentVariable("HEADRACE_BENCH_ITEMS") is { } many)
        {
            await GrowAsync(report, engine, int.Parse(many, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Query in a table of many items beside Query in the small one.</summary>
    private static async Task GrowAsync(Report report, EngineProcess engine, int items)
    {
        const int Batch = 100_000;
        await CreateAsync(engine.Endpoint, engine.Credentials, "large");
        for (var first = 0; first < items; first += Batch)
        {
            var bodies = await SignAsync(engine.Endpoint, engine.Credentials, "BatchWriteItem", Batch / 25, n => BatchBody(first + (n * 25)));
            ClosedLoop.Run(Address(engine.Endpoint), Callers, bodies.Length, n => bodies[n]);
        }

        // Both in no order, and as many: who asks for the same page over and over measures its cache, and who keeps a million requests his own memory.
        var small = await SignAsync(engine.Endpoint, engine.Credentials, "Query", Items, n => QueryBody($"{n % Repetitions}-{Scattered(n, Items)}"));
        var large = await SignAsync(engine.Endpoint, engine.Credentials, "Query", Items, n => QueryBody($"{Scattered(n, items)}", "large"));
        List<(double Rate, double Milliseconds)> inSmall = [], inLarge = [];
        for (var i = 0; i < 2 * Repetitions; i++)
        {
            inSmall.Add(Run(small));
            inLarge.Add(Run(large));
        }

        var ((ours, milliseconds), (limit, limitMilliseconds)) = (Median(inLarge), Median(inSmall));
        report.Add($"Query of ten items, {items:#,0} in the table", ours, "/s", $"{Repetitions * Items:#,0} in the table: {limit:#,0}/s: {ours / limit:0.00}× (flat: 1)");
        report.Add("processor time for each then, engine", milliseconds, "ms", $"{Repetitions * Items:#,0} in the table: {limitMilliseconds:0.000} ms");
        report.Add("engine's memory then", engine.ResidentMiB, "MiB");

        static long Scattered(int n, int items) => (long)n * 7919 % (items / ItemsPerHash);

        (double Rate, double Milliseconds) Run(byte[][] queries)
        {
            var before = engine.ProcessorMilliseconds.Engine;
            var result = ClosedLoop.Run(Address(engine.Endpoint), Callers, queries.Length, n => queries[n]);
            return (result.Rate, (engine.ProcessorMilliseconds.Engine - before) / queries.Length);
        }

        static (double Rate, double Milliseconds) Median(List<(double Rate, double Milliseconds)> runs) =>
            (runs.Select(run => run.Rate).Order().ElementAt(runs.Count / 2), runs.Select(run => run.Milliseconds).Order().ElementAt(runs.Count / 2));
    }

    private static async Task<(LoadResult Put, LoadResult Query)> MeasureAsync(Uri endpoint, AwsCredentials credentials, int items, int round)
    {
        var puts = await SignAsync(endpoint, credentials, "PutItem", items, n => """{"TableName":"bench","Item":""" + Item($"{round}-{n / ItemsPerHash}", n % ItemsPerHash) + "}");
        var queries = await SignAsync(endpoint, credentials, "Query", items, n => QueryBody($"{round}-{n / ItemsPerHash}"));
        var address = Address(endpoint);
        return (ClosedLoop.Run(address, Callers, items, n => puts[n]), ClosedLoop.Run(address, Callers, items, n => queries[n]));
    }

    private static async Task CreateAsync(Uri endpoint, AwsCredentials credentials, string table)
    {
        var create = await SignAsync(endpoint, credentials, "CreateTable", 1, _ => $$"""
            {"TableName":"{{table}}","BillingMode":"PAY_PER_REQUEST","KeySchema":[{"AttributeName":"image","KeyType":"HASH"},{"AttributeName":"n","KeyType":"RANGE"}],
             "AttributeDefinitions":[{"AttributeName":"image","AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"}]}
            """);
        using var connection = new RawConnection(Address(endpoint));
        if (connection.Exchange(create[0]) != 200)
        {
            throw new InvalidOperationException("The table was not created.");
        }

        // The peer takes its time, though asked not to.
        var query = await SignAsync(endpoint, credentials, "Query", 1, _ => QueryBody("none", table));
        for (var attempts = 0; connection.Exchange(query[0]) != 200; attempts++)
        {
            if (attempts == 10_000)
            {
                throw new InvalidOperationException("The table does not become active.");
            }
        }
    }

    private static async Task<byte[][]> SignAsync(Uri endpoint, AwsCredentials credentials, string operation, int count, Func<int, string> body)
    {
        var requests = new byte[count][];
        for (var n = 0; n < count; n++)
        {
            requests[n] = await SignedRequest.BuildAsync(
                endpoint, credentials, "dynamodb", HttpMethod.Post, "/", Encoding.UTF8.GetBytes(body(n)), "application/x-amz-json-1.0",
                [KeyValuePair.Create("X-Amz-Target", "DynamoDB_20120810." + operation)], CancellationToken.None);
        }

        return requests;
    }

    private static string QueryBody(string image, string table = "bench") =>
        $$$$"""{"TableName":"{{{{table}}}}","KeyConditionExpression":"image = :i","ExpressionAttributeValues":{":i":{"S":"{{{{image}}}}"}}}""";

    private static string BatchBody(int first) =>
        """{"RequestItems":{"large":[""" + string.Join(',', Enumerable.Range(first, 25).Select(static n => """{"PutRequest":{"Item":""" + Item($"{n / ItemsPerHash}", n % ItemsPerHash) + "}}")) + "]}}";

    /// <summary>What detect writes for an image: a label, its score, its box.</summary>
    private static string Item(string image, int n) =>
        $$$"""{"image":{"S":"{{{image}}}"},"n":{"N":"{{{n}}}"},"label":{"S":"person"},"score":{"N":"0.8731"},"box":{"L":[{"N":"12"},{"N":"40.5"},{"N":"310"},{"N":"288.25"}]},"model":{"S":"yolov3-tiny"}}""";

    private static IPEndPoint Address(Uri endpoint) => new(IPAddress.Loopback, endpoint.Port);

    private static void Add(Report report, string verb, LoadResult ours, LoadResult peer)
    {
        report.Add($"{verb}, {Callers} callers", ours.Rate, "/s", $"dynalite {peer.Rate:#,0}/s: {ours.Rate / peer.Rate:0.0}× (reach 3×, aim 15×)");
        report.Add($"{verb} p50", ours.P50, "ms", $"dynalite {peer.P50:0.00} ms");
        report.Add($"{verb} p99", ours.P99, "ms", $"dynalite {peer.P99:0.00} ms");
    }
}
