using System.Globalization;
using System.Net;
using System.Text;

namespace Headrace.Gateway.CloudWatch.Wire;

/// <summary>The Query protocol's form: <c>MetricData.member.1.Dimensions.member.2.Name=FunctionName&amp;…</c> as nested structures and lists.</summary>
/// <remarks>https://smithy.io/2.0/aws/protocols/aws-query-protocol.html</remarks>
internal static class QueryRequest
{
    /// <summary>PutMetricData takes 1,000 metrics of 30 dimensions, 150 values and as many counts.</summary>
    private const int MostParameters = 400_000;

    /// <summary>The deepest that any request has is 6.</summary>
    private const int Deepest = 16;

    public static Dictionary<string, object?> Read(string form)
    {
        var root = new Dictionary<string, object?>();
        var count = 0;
        foreach (var range in form.AsSpan().Split('&'))
        {
            var pair = form.AsSpan()[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            if (++count > MostParameters)
            {
                throw CloudWatchErrors.Serialization("The request has too many parameters.");
            }

            var equals = pair.IndexOf('=');
            var name = WebUtility.UrlDecode(equals < 0 ? pair.ToString() : pair[..equals].ToString());
            var value = equals < 0 ? "" : WebUtility.UrlDecode(pair[(equals + 1)..].ToString());
            Set(root, name.Split('.'), value);
        }

        return root.ToDictionary(member => member.Key, member => WithLists(member.Value));
    }

    public static string Text(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body);

    private static void Set(Dictionary<string, object?> root, string[] steps, string value)
    {
        if (steps.Length > Deepest)
        {
            throw CloudWatchErrors.Serialization("The request has too deep a parameter.");
        }

        var at = root;
        foreach (var step in steps.AsSpan(0, steps.Length - 1))
        {
            if (!at.TryGetValue(step, out var next))
            {
                at[step] = next = new Dictionary<string, object?>();
            }

            at = next as Dictionary<string, object?> ?? throw CloudWatchErrors.Serialization($"The parameter {string.Join('.', steps)} is a value and a structure.");
        }

        if (at.ContainsKey(steps[^1]))
        {
            throw CloudWatchErrors.Serialization($"The parameter {string.Join('.', steps)} is there twice.");
        }

        at[steps[^1]] = value;
    }

    /// <summary>Structures whose only member is <c>member</c> with numbers below it are lists.</summary>
    private static object? WithLists(object? value)
    {
        if (value is not Dictionary<string, object?> structure)
        {
            return value;
        }

        if (structure.Count == 1 && structure.TryGetValue("member", out var members) && members is Dictionary<string, object?> numbered)
        {
            return numbered
                .Select(item => (Number: int.TryParse(item.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw CloudWatchErrors.Serialization($"'{item.Key}' is no place in a list."), item.Value))
                .OrderBy(item => item.Number).Select(item => WithLists(item.Value)).ToList();
        }

        return structure.ToDictionary(member => member.Key, member => WithLists(member.Value));
    }
}
