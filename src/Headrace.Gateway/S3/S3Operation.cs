namespace Headrace.Gateway.S3;

/// <summary>One operation of the S3 API.</summary>
/// <param name="Name">AWS's name: <c>GetObject</c>.</param>
/// <param name="Action">What a policy calls it: <c>s3:GetObject</c>.</param>
/// <param name="VersionAction">What a policy calls it when the request names a version, where that differs.</param>
internal sealed record S3Operation(string Name, string Action, Func<S3Request, Task> HandleAsync, string? VersionAction = null)
{
    public string ActionFor(S3Request request) => VersionAction is not null && request.Parameter("versionId") is not null ? VersionAction : Action;
}
