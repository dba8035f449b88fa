using System.Collections.Immutable;

namespace Headrace.Functions.Registry;

/// <summary>An HTTP address of a function or an alias.</summary>
/// <param name="UrlId">The first label of its host.</param>
/// <param name="AuthType"><c>NONE</c> or <c>AWS_IAM</c>.</param>
/// <param name="InvokeMode"><c>BUFFERED</c>, or null when the caller left it out (AWS then leaves it out of the first answer).</param>
/// <param name="CreationTime">ISO 8601, UTC.</param>
/// <param name="LastModifiedTime">ISO 8601, UTC.</param>
public sealed record FunctionUrl(
    string UrlId, string AuthType, string? InvokeMode, UrlCors? Cors, string CreationTime, string LastModifiedTime);

/// <summary>Cross-origin rules of a function URL, member by member as AWS names them.</summary>
/// <param name="MaxAge">Seconds, 0 to 86,400.</param>
public sealed record UrlCors(
    bool? AllowCredentials, ImmutableArray<string>? AllowHeaders, ImmutableArray<string>? AllowMethods, ImmutableArray<string>? AllowOrigins,
    ImmutableArray<string>? ExposeHeaders, int? MaxAge);
