using Headrace.Wire.Signing;

namespace Headrace.Wire.Tests.Signing;

/// <summary>A request as a value.</summary>
internal sealed class PlainRequest(string method, string target, params (string Name, string Value)[] headers) : ISignableRequest
{
    private readonly Dictionary<string, string> _headers = headers.ToDictionary(static header => header.Name, static header => header.Value, StringComparer.OrdinalIgnoreCase);

    public string Method => method;

    public string RawPath => target.Split('?')[0];

    public string RawQuery => target.Contains('?', StringComparison.Ordinal) ? target[(target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";

    public IEnumerable<string> HeaderNames => _headers.Keys;

    public string? FindHeader(string name) => _headers.GetValueOrDefault(name);

    public static PlainRequest Of(string method, string target, IDictionary<string, string> headers) =>
        new(method, target, [.. headers.Select(static header => (header.Key, header.Value))]);
}
