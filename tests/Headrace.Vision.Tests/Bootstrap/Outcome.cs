using System.Text;
using System.Text.Json;

namespace Headrace.Vision.Tests.Bootstrap;

/// <summary>What a function answered.</summary>
/// <param name="ErrorHeader"><c>Lambda-Runtime-Function-Error-Type</c>; null for a success.</param>
internal sealed record Outcome(byte[] Body, string? ErrorHeader)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public string? ErrorType => Property("errorType");

    public string? ErrorMessage => Property("errorMessage");

    private string? Property(string name)
    {
        using var document = JsonDocument.Parse(Body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
