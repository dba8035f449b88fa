using System.Text.Json;

namespace Headrace.Telemetry.Logs.Filters;

/// <summary>Members of a JSON message: <c>{ $.status = 500 &amp;&amp; ($.user.name = "a*" || $.tags[0] NOT EXISTS) }</c>. What is no JSON object fits none.</summary>
internal sealed class JsonPattern(Func<JsonElement, bool> condition) : FilterPattern
{
    public override bool Matches(string message)
    {
        if (!message.AsSpan().TrimStart().StartsWith("{"))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(message);
            return condition(document.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
