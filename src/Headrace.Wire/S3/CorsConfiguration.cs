using System.Globalization;
using System.Xml.Linq;

namespace Headrace.Wire.S3;

/// <summary>A bucket's CORS rules and how a request matches them.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html</remarks>
public sealed record CorsConfiguration(IReadOnlyList<CorsConfiguration.Rule> Rules)
{
    public const int MaxRules = 100;

    public sealed record Rule(
        string? Id, IReadOnlyList<string> AllowedHeaders, IReadOnlyList<string> AllowedMethods, IReadOnlyList<string> AllowedOrigins,
        IReadOnlyList<string> ExposeHeaders, int? MaxAgeSeconds)
    {
        /// <summary>The allowed origin that matches: <c>*</c>, an origin, or one with a single wildcard.</summary>
        public string? OriginFor(string origin) => AllowedOrigins.FirstOrDefault(allowed => MatchesWildcard(allowed, origin));

        public bool AllowsHeaders(IReadOnlyList<string> headers) =>
            headers.All(header => AllowedHeaders.Any(allowed => MatchesWildcard(allowed.ToLowerInvariant(), header.ToLowerInvariant())));
    }

    /// <summary>The first rule that allows the request, or null.</summary>
    /// <param name="headers">Of <c>Access-Control-Request-Headers</c>; empty on actual requests.</param>
    public Rule? Match(string origin, string method, IReadOnlyList<string> headers) =>
        Rules.FirstOrDefault(rule => rule.OriginFor(origin) is not null && rule.AllowedMethods.Contains(method) && rule.AllowsHeaders(headers));

    /// <exception cref="S3DocumentException">MalformedXML, InvalidRequest.</exception>
    public static CorsConfiguration Parse(ReadOnlyMemory<byte> document)
    {
        var rules = S3Xml.Parse(document, "CORSConfiguration").Elements().Select(ParseRule).ToList();
        return rules.Count is 0 or > MaxRules ? throw S3DocumentException.Malformed() : new CorsConfiguration(rules);
    }

    public byte[] Write() => S3Xml.Write("CORSConfiguration", writer =>
    {
        foreach (var rule in Rules)
        {
            writer.WriteStartElement("CORSRule");
            writer.OptionalElement("ID", rule.Id);
            WriteAll("AllowedMethod", rule.AllowedMethods);
            WriteAll("AllowedOrigin", rule.AllowedOrigins);
            WriteAll("AllowedHeader", rule.AllowedHeaders);
            WriteAll("ExposeHeader", rule.ExposeHeaders);
            writer.OptionalElement("MaxAgeSeconds", rule.MaxAgeSeconds?.ToString(CultureInfo.InvariantCulture));
            writer.WriteEndElement();
        }

        void WriteAll(string name, IReadOnlyList<string> values)
        {
            foreach (var value in values)
            {
                writer.Element(name, value);
            }
        }
    });

    private static Rule ParseRule(XElement element)
    {
        if (element.Name.LocalName != "CORSRule")
        {
            throw S3DocumentException.Malformed();
        }

        var methods = Texts("AllowedMethod");
        var origins = Texts("AllowedOrigin");
        if (methods.Count == 0 || origins.Count == 0)
        {
            throw S3DocumentException.Malformed();
        }

        if (methods.FirstOrDefault(method => method is not ("GET" or "PUT" or "POST" or "DELETE" or "HEAD")) is { } unsupported)
        {
            throw new S3DocumentException("InvalidRequest", $"Found unsupported HTTP method in CORS config. Unsupported method is {unsupported}");
        }

        if (origins.FirstOrDefault(HasTwoWildcards) is { } origin)
        {
            throw new S3DocumentException("InvalidRequest", $"AllowedOrigin \"{origin}\" can not have more than one wildcard.");
        }

        var headers = Texts("AllowedHeader");
        if (headers.FirstOrDefault(HasTwoWildcards) is { } header)
        {
            throw new S3DocumentException("InvalidRequest", $"AllowedHeader \"{header}\" can not have more than one wildcard.");
        }

        int? maxAge = null;
        if (element.Text("MaxAgeSeconds") is { } text)
        {
            maxAge = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : throw S3DocumentException.Malformed();
        }

        return new Rule(element.Text("ID"), headers, methods, origins, Texts("ExposeHeader"), maxAge);

        List<string> Texts(string name) => [.. element.Children(name).Select(child => child.Value)];
    }

    private static bool HasTwoWildcards(string pattern) => pattern.Count(character => character == '*') > 1;

    private static bool MatchesWildcard(string pattern, string text)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? pattern == text
            : text.Length >= pattern.Length - 1
                && text.StartsWith(pattern[..star], StringComparison.Ordinal)
                && text.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }
}
