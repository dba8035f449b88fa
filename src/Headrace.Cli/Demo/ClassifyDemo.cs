using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Headrace.Cli.Demo;

/// <summary>Users who ask the built-in function <c>classify</c> through its URL, one request after the other each.</summary>
internal static class ClassifyDemo
{
    private const string Function = "classify";
    private const int TimeoutSeconds = 30;

    /// <summary>Irises far from the borders between species: whoever takes one for another has not asked the model.</summary>
    private static readonly (string Request, string Answer)[] Irises =
    [
        ("""{"values":[[5.1,3.5,1.4,0.2]]}""", """{"prediction": [0]}"""),
        ("""{"values":[[5.5,2.4,3.8,1.1]]}""", """{"prediction": [1]}"""),
        ("""{"values":[[6.3,3.3,6.0,2.5]]}""", """{"prediction": [2]}"""),
        ("""{"values":[[5.9,3.0,5.1,2.3]]}""", """{"prediction": [2]}"""),
    ];

    public static async Task<ClassifyReport> RunAsync(int requests, int users, int memorySize, DemoProgress progress, CancellationToken cancellationToken)
    {
        progress.Say("starting the engine");
        await using var engine = await DemoEngine.StartAsync(cancellationToken);
        using var client = new DemoClient(engine.Endpoint, engine.Credentials);
        try
        {
            await client.CreateFunctionAsync(Function, "classify", memorySize, TimeoutSeconds, [], cancellationToken);
            var url = await client.OpenUrlAsync(Function, cancellationToken);
            progress.Say($"{requests} requests to {url}predict");
            return await MeasureAsync(client, engine.Endpoint, url, requests, users, progress, TimeProvider.System, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandException($"The engine went away: {failure.Message}", failure);
        }
    }

    private static async Task<ClassifyReport> MeasureAsync(
        DemoClient client, Uri endpoint, Uri url, int requests, int users, DemoProgress progress, TimeProvider time, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = users });
        var (latencies, failures, next) = (new ConcurrentBag<TimeSpan>(), new ConcurrentBag<string>(), -1);
        var started = time.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, users).Select(_ => AskAsync()));
        var elapsed = time.GetElapsedTime(started);
        var log = await client.ReadLogAsync(Function, cancellationToken);
        return ClassifyReport.Of(latencies, failures, log, elapsed);

        async Task AskAsync()
        {
            for (int index; (index = Interlocked.Increment(ref next)) < requests;)
            {
                var asked = time.GetTimestamp();
                if (await FailureAsync(http, endpoint, url, Irises[index % Irises.Length], cancellationToken) is { } failure)
                {
                    failures.Add(failure);
                }
                else
                {
                    latencies.Add(time.GetElapsedTime(asked));
                }

                progress.Advance();
            }
        }
    }

    /// <summary>Null when the answer is the right one.</summary>
    private static async Task<string?> FailureAsync(HttpClient http, Uri endpoint, Uri url, (string Request, string Answer) iris, CancellationToken cancellationToken)
    {
        // To the engine's address under the URL's name: not every machine resolves names below localhost.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, "/predict"));
        request.Headers.Host = url.Authority;
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(iris.Request)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode && answer == iris.Answer ? null : string.Create(CultureInfo.InvariantCulture, $"{(int)response.StatusCode} {answer}");
    }
}
