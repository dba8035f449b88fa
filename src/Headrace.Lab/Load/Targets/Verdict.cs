using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.Lab.Load.Http;
using Headrace.Lab.Records;

namespace Headrace.Lab.Load.Targets;

/// <summary>What an answer that is no success says, in a sentence that is the same for every item it happens to.</summary>
internal static partial class Verdict
{
    private const int Longest = 200;

    public static void Judge(Shot shot, HttpAnswer answer)
    {
        shot.RequestId = answer.RequestId;
        if (answer.IsFunctionError)
        {
            var sentence = Sentence(answer.BodyStart);
            shot.Fail(sentence.Contains("Task timed out", StringComparison.Ordinal) || sentence.StartsWith("Sandbox.Timedout", StringComparison.Ordinal) ? ItemStatus.TimedOut : ItemStatus.Failed, sentence);
        }
        else if (answer.Status is < 200 or > 299)
        {
            var sentence = $"{answer.Status} {Sentence(answer.BodyStart)}".TrimEnd();
            var isThrottled = answer.Status == 429 || sentence.Contains("SlowDown", StringComparison.Ordinal) || sentence.Contains("ProvisionedThroughputExceeded", StringComparison.Ordinal);
            shot.Fail(isThrottled ? ItemStatus.Throttled : ItemStatus.Failed, sentence);
        }
    }

    /// <summary>S3's code and message, the type and message of AWS's JSON errors, else the first line.</summary>
    internal static string Sentence(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        if (text.StartsWith('<') && XmlCode().Match(text) is { Success: true } code)
        {
            text = $"{code.Groups[1].Value}: {XmlMessage().Match(text).Groups[1].Value}";
        }
        else if (text.StartsWith('{'))
        {
            text = OfJson(text) ?? text;
        }

        text = Identifier().Replace(text.Split('\n')[0].Trim(), "…");
        return text.Length <= Longest ? text : $"{text[..Longest]}…";
    }

    private static string? OfJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var type = Find(json.RootElement, "errorType", "__type", "Type", "code");
            var message = Find(json.RootElement, "errorMessage", "message", "Message", "error");
            return type is null ? message : $"{type[(type.LastIndexOf('#') + 1)..]}: {message}";
        }
        catch (JsonException)
        {
            return null; // cut, or not what it looks like
        }
    }

    private static string? Find(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                return value.GetString();
            }
        }

        return null;
    }

    [GeneratedRegex("<Code>([^<]*)</Code>")]
    private static partial Regex XmlCode();

    [GeneratedRegex("<Message>([^<]*)</Message>")]
    private static partial Regex XmlMessage();

    /// <summary>Request ids: with them no two errors would be the same.</summary>
    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifier();
}
