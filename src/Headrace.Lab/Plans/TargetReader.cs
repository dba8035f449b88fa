namespace Headrace.Lab.Plans;

/// <summary>The <c>target</c> of a plan.</summary>
internal static class TargetReader
{
    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan _within = TimeSpan.FromSeconds(60);

    public static Target Read(YamlFields fields)
    {
        var kind = PlanReader.OneOf(fields, "upload", "invoke", "http", "detect");
        var own = fields.Map(kind)!;
        Target target = kind switch
        {
            "upload" => new UploadTarget(own.RequiredTemplate("bucket"), Unique(own, own.Template("key") ?? Template.Of("{run}/{n}-{file}")), own.Text("content-type") ?? "application/octet-stream"),
            "invoke" => ReadInvoke(own),
            "http" => ReadHttp(own),
            _ => new DetectTarget(Origin(own, out _)),
        };
        target = target with { Function = own.Template("function"), Result = ReadResult(own, kind) };
        own.RefuseOthers();
        fields.RefuseOthers();
        return target;
    }

    /// <summary>A layout: the plan's target with another bucket, function or result.</summary>
    public static Target Override(Target target, YamlFields fields)
    {
        var function = fields.Template("function") ?? target.Function;
        var result = ReadResult(fields, target.Kind) ?? target.Result;
        target = target is UploadTarget upload ? upload with { Bucket = fields.Template("bucket") ?? upload.Bucket, Function = function, Result = result } : target with { Function = function, Result = result };
        fields.RefuseOthers();
        return target;
    }

    /// <summary>Two items of one key would be one object.</summary>
    private static Template Unique(YamlFields fields, Template key) =>
        key.Uses("n") || key.Uses("time") ? key : throw fields.Error("key", "must differ for every item: it needs {n} or {time}");

    private static InvokeTarget ReadInvoke(YamlFields fields)
    {
        _ = fields.RequiredTemplate("function");
        var mode = fields.Text("mode") ?? "sync";
        return mode is "sync" or "async" ? new InvokeTarget(mode == "async", fields.Text("qualifier")) : throw fields.Error("mode", $"must be sync or async, not '{mode}'");
    }

    private static HttpTarget ReadHttp(YamlFields fields)
    {
        var origin = Origin(fields, out var path);
        var method = fields.Text("method") ?? "GET";
        if (method.Length == 0 || !method.All(char.IsAsciiLetterUpper))
        {
            throw fields.Error("method", $"must be a method such as GET or POST, not '{method}'");
        }

        List<KeyValuePair<string, Template>> headers = [];
        foreach (var (name, value) in fields.Pairs("headers"))
        {
            if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') || value.Any(char.IsControl)
                || name.ToUpperInvariant() is "HOST" or "CONTENT-LENGTH" or "TRANSFER-ENCODING" or "CONNECTION" or "EXPECT")
            {
                throw fields.Error("headers", $"cannot have '{name}': {value}");
            }

            headers.Add(KeyValuePair.Create(name, Template.Lenient(value)));
        }

        return new HttpTarget(origin, path, method, headers, fields.Text("sign"));
    }

    private static Uri Origin(YamlFields fields, out Template path)
    {
        var text = fields.RequiredText("url");
        var authority = text.IndexOf("://", StringComparison.Ordinal) is > 0 and var at ? text.IndexOfAny(['/', '?'], at + 3) : -1;
        var origin = authority < 0 ? text : text[..authority];
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0)
        {
            throw fields.Error("url", $"must be an address such as http://127.0.0.1:4566/predict, not '{text}'");
        }

        var rest = authority < 0 ? "/" : text[authority] == '?' ? "/" + text[authority..] : text[authority..];
        if (rest.Any(letter => letter is <= ' ' or > '~' or '#'))
        {
            throw fields.Error("url", "must be percent-encoded, without a fragment");
        }

        path = Template.TryParse(rest, out var error) ?? throw fields.Error("url", error);
        return url;
    }

    private static ResultPlace? ReadResult(YamlFields target, string kind)
    {
        if (target.Map("result") is not { } fields)
        {
            return null;
        }

        if (kind is not ("upload" or "invoke"))
        {
            throw target.Error("result", "is the answer itself: nothing else is waited for");
        }

        var every = fields.Time("every") ?? _every;
        var within = fields.Time("within") ?? _within;
        if (every <= TimeSpan.Zero || within <= TimeSpan.Zero)
        {
            throw fields.Error(every <= TimeSpan.Zero ? "every" : "within", "must be more than nothing");
        }

        ResultPlace result;
        if (PlanReader.OneOf(fields, "bucket", "table") == "bucket")
        {
            var suffix = fields.Text("suffix");
            var key = fields.Template("key") ?? (suffix is null ? Template.Of("{key}") : Template.TryParse("{stem}" + suffix, out var error) ?? throw fields.Error("suffix", error));
            result = new ObjectResult(fields.RequiredTemplate("bucket"), key, every, within);
        }
        else
        {
            var key = fields.Map("key") ?? throw fields.Error("key", "is missing: the row's key, attribute: value");
            result = new RowResult(fields.RequiredText("table"), [.. key.Names.Select(name => KeyValuePair.Create(name, key.RequiredTemplate(name)))], every, within);
        }

        fields.RefuseOthers();
        return result;
    }
}
