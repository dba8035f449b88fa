namespace Headrace.Lab.Plans;

/// <summary>What is sent to: one of upload, invoke, http, detect.</summary>
public abstract record Target
{
    /// <summary>What the plan calls it.</summary>
    public abstract string Kind { get; }

    /// <summary>The function behind it: what sweeps and cold starts configure, and the items' name for it. Null: not said.</summary>
    public Template? Function { get; init; }

    /// <summary>Where the result appears; null: nothing is waited for.</summary>
    public ResultPlace? Result { get; init; }
}

/// <summary>PutObject.</summary>
public sealed record UploadTarget(Template Bucket, Template Key, string ContentType) : Target
{
    public override string Kind => "upload";
}

/// <summary>Lambda's Invoke; the payload is the event. <see cref="Target.Function"/> is set.</summary>
public sealed record InvokeTarget(bool IsAsynchronous, string? Qualifier) : Target
{
    public override string Kind => "invoke";
}

/// <summary>Any HTTP request; the payload is the body.</summary>
/// <param name="Sign">The service to sign for (<c>execute-api</c>, <c>lambda</c>), or null.</param>
public sealed record HttpTarget(Uri Origin, Template PathAndQuery, string Method, IReadOnlyList<KeyValuePair<string, Template>> Headers, string? Sign) : Target
{
    public override string Kind => "http";
}

/// <summary>The local detection server: <c>POST /api/object_detection</c> with the payload as base64.</summary>
public sealed record DetectTarget(Uri Origin) : Target
{
    public override string Kind => "detect";
}
