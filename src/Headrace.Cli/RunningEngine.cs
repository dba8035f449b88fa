using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Headrace.Lab;
using Headrace.Wire.Signing;

namespace Headrace.Cli;

/// <summary>An engine that runs in another process, asked over its public endpoint.</summary>
internal sealed class RunningEngine(Uri endpoint, AwsCredentials credentials, string region) : IDisposable
{
    private readonly SignedHttpClient _http = new(endpoint, credentials, region);

    /// <summary><c>--since</c>, with its check.</summary>
    public static Option<string> SinceOption(string defaultValue) =>
        new Option<string>("--since") { Description = "How far back", HelpName = "TIME", DefaultValueFactory = _ => defaultValue }
            .Check(text => Duration.TryParse(text, out _), "a time such as 30s, 10m, 2h or 7d");

    public static DateTimeOffset Since(string text) => TimeProvider.System.GetUtcNow() - (Duration.TryParse(text, out var back) ? back : TimeSpan.Zero);

    /// <summary>The function's log group.</summary>
    /// <exception cref="CommandException">There is no such function.</exception>
    public async Task<string> LogGroupOfAsync(string function, CancellationToken cancellationToken)
    {
        using var response = await GetAsync("lambda", $"/2015-03-31/functions/{Uri.EscapeDataString(function)}/configuration", cancellationToken);
        using var configuration = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        return configuration.RootElement.TryGetProperty("LoggingConfig", out var logging) && logging.TryGetProperty("LogGroup", out var group)
            ? group.GetString()!
            : $"/aws/lambda/{configuration.RootElement.GetProperty("FunctionName").GetString()}";
    }

    /// <summary>Asks and returns when the answer's headers are there.</summary>
    /// <exception cref="CommandException">No engine answers, or it refuses.</exception>
    public async Task<HttpResponseMessage> GetAsync(string service, string target, CancellationToken cancellationToken)
    {
        var response = await SendAsync(service, HttpMethod.Get, target, null, [], cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Refused(await response.Content.ReadAsStringAsync(cancellationToken), response.StatusCode);
        }
    }

    /// <summary>Calls an operation of one of AWS's JSON protocols; null when what it is about does not exist.</summary>
    /// <param name="operation">As in <c>X-Amz-Target</c>: <c>Logs_20140328.FilterLogEvents</c>.</param>
    /// <exception cref="CommandException">No engine answers, or it refuses.</exception>
    public async Task<JsonDocument?> CallAsync(string service, string operation, JsonObject input, CancellationToken cancellationToken)
    {
        using var content = new StringContent(input.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1");
        using var response = await SendAsync(service, HttpMethod.Post, "/", content, [KeyValuePair.Create("X-Amz-Target", operation)], cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            return await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        }

        var refusal = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.Headers.TryGetValues("x-amzn-ErrorType", out var types) && types.First() == "ResourceNotFoundException"
            ? null
            : throw Refused(refusal, response.StatusCode);
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        string service, HttpMethod method, string target, HttpContent? content, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken)
    {
        try
        {
            return await _http.SendAsync(service, method, target, content, headers, cancellationToken);
        }
        catch (HttpRequestException failure)
        {
            throw new CommandException($"No engine answers at {endpoint.ToString().TrimEnd('/')}: start one with `headrace serve`.", failure);
        }
    }

    private CommandException Refused(string body, HttpStatusCode status) => new($"{MessageIn(body, status)} ({endpoint.ToString().TrimEnd('/')})");

    /// <summary>What the engine's JSON error says.</summary>
    private static string MessageIn(string body, HttpStatusCode status)
    {
        try
        {
            using var error = JsonDocument.Parse(body);
            foreach (var member in error.RootElement.EnumerateObject())
            {
                if (member.Name.Equals("message", StringComparison.OrdinalIgnoreCase) && member.Value.GetString() is { Length: > 0 } message)
                {
                    return message.TrimEnd('.');
                }
            }
        }
        catch (JsonException)
        {
            // Not our engine's shape: the status has to do.
        }

        return string.Create(CultureInfo.InvariantCulture, $"The engine answered {(int)status} {status}");
    }
}
