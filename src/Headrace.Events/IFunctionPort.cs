namespace Headrace.Events;

/// <summary>The functions, as the events room sees them. Implemented by the room that owns them.</summary>
public interface IFunctionPort
{
    /// <summary>Whether the (possibly qualified) ARN names a function that exists.</summary>
    bool Exists(string functionArn);

    /// <summary>Whether the function's resource policy lets <paramref name="service"/> (<c>s3.amazonaws.com</c>) invoke it for that source.</summary>
    bool Allows(string functionArn, string service, string sourceArn, string sourceAccount);

    /// <summary>Null when the function is gone. Asked for every event: a look-up in memory.</summary>
    AsyncInvokePolicy? PolicyOf(string functionArn);

    /// <summary>How many more invocations of this function could start now; the dispatcher does not take more events than that.</summary>
    int RoomFor(string functionArn);

    /// <summary>Runs once. Never throws for what the function does. Whatever room it takes is taken when it returns its task.</summary>
    Task<AttemptOutcome> InvokeAsync(AsyncInvocation invocation, CancellationToken cancellationToken);
}
