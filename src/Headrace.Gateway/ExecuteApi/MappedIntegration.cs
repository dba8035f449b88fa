using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.Apis.Rest;
using Headrace.Apis.Templates;
using Microsoft.Extensions.Primitives;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>AWS (functions), HTTP and MOCK integrations: templates make the backend's request and the method's answer.</summary>
internal sealed partial class MappedIntegration(ExecuteApiServices services, HttpBackend backend, RestCall call, Integration integration)
{
    private readonly Dictionary<string, object?> _context = TemplateVariables.ContextOf(call);

    /// <exception cref="GatewayAnswer">The gateway answers itself.</exception>
    public async Task<RestAnswer> RunAsync()
    {
        try
        {
            var request = MapRequest();
            var answer = integration.Type switch
            {
                "MOCK" => Mock(request),
                "AWS" => await InvokeAsync(request),
                _ => await SendAsync(request),
            };
            return MapResponse(answer);
        }
        catch (TemplateException)
        {
            throw GatewayAnswer.Misconfigured();
        }
    }

    private ReadOnlyMemory<byte> MapRequest()
    {
        var body = Convert(call.Body, integration.ContentHandling, call.IsBinary(call.ContentType));
        var type = call.ContentType.Split(';')[0].Trim();
        if (integration.RequestTemplates?.GetValueOrDefault(type) is { } template)
        {
            return Encoding.UTF8.GetBytes(Render(template, Encoding.UTF8.GetString(body.Span)));
        }

        return integration.PassthroughBehavior == "NEVER" || (integration.PassthroughBehavior == "WHEN_NO_TEMPLATES" && integration.RequestTemplates is not null)
            ? throw GatewayAnswer.UnsupportedMediaType()
            : body;
    }

    /// <summary>The status that the request's template states picks the answer.</summary>
    private static Backend Mock(ReadOnlyMemory<byte> request) =>
        new((StatedStatus(request) ?? throw GatewayAnswer.Misconfigured("Unable to parse statusCode. It should be an integer and is defined in the request template.")).ToString(CultureInfo.InvariantCulture), [], default);

    private static int? StatedStatus(ReadOnlyMemory<byte> request)
    {
        try
        {
            using var document = JsonDocument.Parse(request);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("statusCode", out var status) && status.ValueKind == JsonValueKind.Number &&
                status.TryGetInt32(out var code) ? code : null;
        }
        catch (JsonException)
        {
            // AWS takes {statusCode: 200} too, which tools write.
            return UnquotedStatus().Match(Encoding.UTF8.GetString(request.Span)) is { Success: true } stated ? int.Parse(stated.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;
        }
    }

    /// <summary>Patterns look at a failed function's error message.</summary>
    private async Task<Backend> InvokeAsync(ReadOnlyMemory<byte> request)
    {
        var payload = request.IsEmpty ? "{}"u8.ToArray() : request;
        if (!IsJson(payload) || integration.HttpMethod != "POST")
        {
            throw GatewayAnswer.Misconfigured();
        }

        RestHeaders.RequireMappable(RequestMapping.Apply(call, integration), isFunction: true);
        var result = await FunctionIntegration.InvokeAsync(
            services, call.Request, RestIntegration.FunctionArnOf(call, integration), RestIntegration.SourceArnOf(call), integration.Credentials is not null, payload,
            TimeSpan.FromMilliseconds(integration.TimeoutInMillis));
        return new Backend(result.FunctionError is null ? "" : ErrorMessageOf(result.Payload), [], result.Payload);
    }

    /// <summary>Patterns look at the status.</summary>
    private async Task<Backend> SendAsync(ReadOnlyMemory<byte> request)
    {
        var mapped = RequestMapping.Apply(call, integration);
        mapped.Override(_context["requestOverride"]);
        List<KeyValuePair<string, StringValues>> own = [new("Accept", "application/json"), new("User-Agent", $"AmazonAPIGateway_{call.Api.Id}")];
        if (!request.IsEmpty)
        {
            own.Add(new("Content-Type", call.ContentType));
        }

        var answer = await backend.SendAsync(
            integration.HttpMethod is null or "ANY" ? call.HttpMethod : integration.HttpMethod, mapped.UriOf(call, integration.Uri!, mapped.Query),
            RestHeaders.ToBackend(call, own, mapped), request,
            TimeSpan.FromMilliseconds(integration.TimeoutInMillis), call.Request.Aborted);
        return new Backend(((int)answer.Status).ToString(CultureInfo.InvariantCulture), answer.Headers, answer.Body);
    }

    private RestAnswer MapResponse(Backend answer)
    {
        var chosen = Choose(answer.Selector) ?? throw GatewayAnswer.Misconfigured();
        var text = Encoding.UTF8.GetString(answer.Body.Span);
        var contentType = "application/json";
        ReadOnlyMemory<byte> body = answer.Body;
        if (chosen.ResponseTemplates is { Count: > 0 } templates)
        {
            contentType = (call.HeaderOf("Accept") is { } accept && templates.ContainsKey(accept)) ? accept
                : templates.ContainsKey("application/json") ? "application/json" : templates.Keys.First();
            if (templates[contentType] is { Length: > 0 } template)
            {
                body = Encoding.UTF8.GetBytes(Render(template, text));
            }
        }

        var headers = new List<KeyValuePair<string, StringValues>> { new("Content-Type", contentType) };
        foreach (var (target, source) in chosen.ResponseParameters ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty)
        {
            if (ValueOf(source, answer, text) is { } value)
            {
                Put(headers, target["method.response.header.".Length..], value);
            }
        }

        var status = int.Parse(chosen.StatusCode, CultureInfo.InvariantCulture);
        Override(ref status, headers);
        return headers.TrueForAll(static header => header.Value.All(value => ResponseHeader.IsValid(header.Key, value ?? "")))
            ? new RestAnswer(status, headers, Convert(body, chosen.ContentHandling, isBinary: true))
            : throw GatewayAnswer.Misconfigured();
    }

    /// <summary>The response whose pattern fits all of the text; else the one without a pattern.</summary>
    private IntegrationResponse? Choose(string selector)
    {
        IntegrationResponse? otherwise = null;
        foreach (var response in integration.IntegrationResponses?.Values ?? [])
        {
            if (string.IsNullOrEmpty(response.SelectionPattern))
            {
                otherwise ??= response;
            }
            else if (selector.Length > 0 && Regex.IsMatch(selector, $@"\A(?:{response.SelectionPattern})\z", RegexOptions.NonBacktracking))
            {
                return response;
            }
        }

        return otherwise;
    }

    private StringValues? ValueOf(string source, Backend answer, string text) => source.Split('.', 4) switch
    {
        ["integration", "response", "body"] => text,
        ["integration", "response", "header" or "multivalueheader", var name] =>
            answer.Headers.Find(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Key: not null } header ? header.Value : (StringValues?)null,
        _ => RequestMapping.ValueOf(call, source),
    };

    /// <summary>What a template set in <c>$context.responseOverride</c>.</summary>
    private void Override(ref int status, List<KeyValuePair<string, StringValues>> headers)
    {
        if (_context["responseOverride"] is not IDictionary<string, object?> given)
        {
            return;
        }

        if (given.TryGetValue("status", out var value) && value is not null)
        {
            status = value is long number && number is >= 100 and <= 599 ? (int)number
                : value is string text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) && parsed is >= 100 and <= 599 ? parsed
                : throw GatewayAnswer.Misconfigured();
        }

        if (given.TryGetValue("header", out var set) && set is IDictionary<string, object?> named)
        {
            foreach (var (name, header) in named)
            {
                Put(headers, name, header?.ToString() ?? "");
            }
        }
    }

    private static void Put(List<KeyValuePair<string, StringValues>> headers, string name, StringValues value)
    {
        headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        headers.Add(new(name, value));
    }

    private string Render(string template, string body) => VelocityTemplate.Parse(template).Render(TemplateVariables.Of(call, _context, body));

    private static ReadOnlyMemory<byte> Convert(ReadOnlyMemory<byte> body, string? handling, bool isBinary) => handling switch
    {
        "CONVERT_TO_TEXT" when isBinary => Encoding.ASCII.GetBytes(System.Convert.ToBase64String(body.Span)),
        "CONVERT_TO_BINARY" when body.Length > 0 => ProxyResponse.Decode(Encoding.UTF8.GetString(body.Span)) ?? throw GatewayAnswer.Misconfigured(),
        _ => body,
    };

    private static bool IsJson(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string ErrorMessageOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("errorMessage", out var message) && message.ValueKind == JsonValueKind.String
                ? message.GetString()!
                : "Unhandled";
        }
        catch (JsonException)
        {
            return "Unhandled";
        }
    }

    [GeneratedRegex(@"\A\s*\{\s*'?statusCode'?\s*:\s*([1-5][0-9]{2})\s*[,}]")]
    private static partial Regex UnquotedStatus();

    /// <param name="Selector">What selection patterns look at.</param>
    private sealed record Backend(string Selector, List<KeyValuePair<string, StringValues>> Headers, ReadOnlyMemory<byte> Body);
}
