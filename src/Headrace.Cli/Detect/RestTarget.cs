using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Headrace.Cli.Detect;

/// <summary>The REST server of <c>detect serve</c>, or any that answers alike.</summary>
/// <param name="own">The server to stop at the end, when it was started for this run.</param>
internal sealed class RestTarget(Uri endpoint, DetectServer? own) : IDetectionTarget
{
    private readonly HttpClient _http = new() { BaseAddress = endpoint, Timeout = TimeSpan.FromMinutes(2) };

    public async Task<DetectedImage> DetectAsync(string file, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(file);
        var id = Guid.NewGuid().ToString();
        var request = new DetectionRequest(id, Convert.ToBase64String(await File.ReadAllBytesAsync(file, cancellationToken)));
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            using var response = await _http.PostAsJsonAsync("/api/object_detection", request, DetectJson.Default.DetectionRequest, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                var refusal = await response.Content.ReadAsStringAsync(cancellationToken);
                return Failed(id, name, $"{(int)response.StatusCode}: {Sentence(refusal)}");
            }

            var answer = await response.Content.ReadFromJsonAsync(DetectJson.Default.DetectionAnswer, cancellationToken);
            var whole = TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds;
            var inference = InferenceOf(response) ?? whole;
            return answer is { Objects: not null } ? new DetectedImage(id, name, answer.Objects, inference, whole - inference, null) : Failed(id, name, "the answer is empty");
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException || (failure is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Failed(id, name, failure.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (own is not null)
        {
            await own.DisposeAsync();
        }
    }

    private static DetectedImage Failed(string id, string name, string error) => new(id, name, [], null, null, error);

    private static string Sentence(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, DetectJson.Default.DetectionRefusal)?.Error ?? body;
        }
        catch (JsonException)
        {
            return body;
        }
    }

    private static double? InferenceOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Server-Timing", out var values)
        && values.SelectMany(value => value.Split(',')).FirstOrDefault(value => value.TrimStart().StartsWith("inference;", StringComparison.Ordinal)) is { } metric
        && metric.Split("dur=") is [_, var duration]
        && double.TryParse(duration, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds
            : null;
}
