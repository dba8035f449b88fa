using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Headrace.Gateway.AwsQuery;

/// <summary>A request of AWS's query protocol: a form that names its action; the answer is XML.</summary>
/// <remarks><see href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html"/></remarks>
internal sealed class QueryRequest
{
    public static readonly BodyLimit BodyLimit = BodyLimit.Of(1024 * 1024, "RequestEntityTooLarge");

    private readonly Dictionary<string, string> _values;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal) { "Action", "Version" };

    private QueryRequest(GatewayRequest request, Dictionary<string, string> values)
    {
        Request = request;
        _values = values;
    }

    public GatewayRequest Request { get; }

    public string Account => Request.Scope.AccountId;

    public string Action => _values.GetValueOrDefault("Action") ?? "";

    /// <exception cref="WireException">The body is no form.</exception>
    public static async Task<QueryRequest> ReadAsync(GatewayRequest request)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Http.Request.Query)
        {
            values[name] = value.ToString();
        }

        foreach (var pair in (await reader.ReadToEndAsync(request.Aborted)).Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            values[Decode(equals < 0 ? pair : pair[..equals])] = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
        }

        return new QueryRequest(request, values);
    }

    /// <summary>Null when absent.</summary>
    public string? Find(string name)
    {
        _read.Add(name);
        return _values.GetValueOrDefault(name);
    }

    /// <exception cref="WireException">ValidationError: it is missing.</exception>
    public string Require(string name) => Find(name) ?? throw Null(char.ToLowerInvariant(name[0]) + name[1..]);

    /// <summary>As <see cref="Require(string)"/>, of a length and a pattern.</summary>
    public string Require(string name, int most, Regex pattern, string patternText)
    {
        var value = Require(name);
        var member = char.ToLowerInvariant(name[0]) + name[1..];
        return value.Length is 0 ? throw Validation($"Value '{value}' at '{member}' failed to satisfy constraint: Member must have length greater than or equal to 1")
            : value.Length > most ? throw Validation($"Value '{value}' at '{member}' failed to satisfy constraint: Member must have length less than or equal to {most}")
            : pattern.IsMatch(value) ? value
            : throw Validation($"Value '{value}' at '{member}' failed to satisfy constraint: Member must satisfy regular expression pattern: {patternText}");
    }

    public int? Number(string name) => Find(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new WireException("MalformedInput", 400, $"Value '{text}' for {name} is not a number");

    /// <summary><c>Name.member.1</c>, <c>Name.member.2</c>, …</summary>
    public IReadOnlyList<string> List(string name)
    {
        var list = new List<string>();
        while (Find($"{name}.member.{list.Count + 1}") is { } value)
        {
            list.Add(value);
        }

        return list;
    }

    /// <summary><c>Tags.member.1.Key</c>, <c>Tags.member.1.Value</c>, …</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags()
    {
        var tags = new List<KeyValuePair<string, string>>();
        while (Find($"Tags.member.{tags.Count + 1}.Key") is { } key)
        {
            tags.Add(new(key, Find($"Tags.member.{tags.Count + 1}.Value") ?? ""));
        }

        return tags;
    }

    /// <exception cref="WireException">501: a parameter that nobody has read is one that is not implemented.</exception>
    public void Finish()
    {
        foreach (var (name, value) in _values)
        {
            if (value.Length > 0 && !_read.Contains(name) && !name.StartsWith("X-Amz-", StringComparison.OrdinalIgnoreCase))
            {
                throw NotImplemented($"The parameter {name}");
            }
        }
    }

    public static WireException Validation(string failure) => new("ValidationError", 400, $"1 validation error detected: {failure}");

    public static WireException NotImplemented(string what) => new("NotImplemented", 501, $"{what} is not implemented by Headrace.");

    /// <summary><c>&lt;ActionResponse&gt;&lt;ActionResult&gt;…&lt;/ActionResult&gt;&lt;ResponseMetadata&gt;…</c></summary>
    /// <param name="result">Writes the result's elements; null where the action has no result.</param>
    public async Task AnswerAsync(string xmlNamespace, Action<XmlWriter>? result)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, QueryErrors.Settings))
        {
            xml.WriteStartElement($"{Action}Response", xmlNamespace);
            if (result is not null)
            {
                xml.WriteStartElement($"{Action}Result", xmlNamespace);
                result(xml);
                xml.WriteEndElement();
            }

            xml.WriteStartElement("ResponseMetadata", xmlNamespace);
            xml.WriteElementString("RequestId", xmlNamespace, Request.RequestId);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        await QueryErrors.SendAsync(Request.Http, 200, buffer);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static WireException Null(string member) => Validation($"Value null at '{member}' failed to satisfy constraint: Member must not be null");
}
