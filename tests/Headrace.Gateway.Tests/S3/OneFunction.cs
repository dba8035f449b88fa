using Headrace.Events;

namespace Headrace.Gateway.Tests.S3;

/// <summary>The functions' side of the boundary, where one function exists and lets S3 invoke it.</summary>
public sealed class OneFunction : IFunctionPort
{
    public const string OneArn = "arn:aws:lambda:us-east-1:000000000000:function:one";

    public bool Exists(string functionArn) => functionArn == OneArn;

    public bool Allows(string functionArn, string service, string sourceArn, string sourceAccount) => functionArn == OneArn;

    public AsyncInvokePolicy? PolicyOf(string functionArn) => null;

    public int RoomFor(string functionArn) => 0;

    public Task<AttemptOutcome> InvokeAsync(AsyncInvocation invocation, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing is dispatched here.");
}
