using Headrace.Lab.Load.Http;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Targets;

/// <summary>Lambda's Invoke.</summary>
internal sealed class InvokeProtocol(AwsRequests aws, InvokeTarget target) : ITargetProtocol
{
    private readonly KeyValuePair<string, string> _type = KeyValuePair.Create("X-Amz-Invocation-Type", target.IsAsynchronous ? "Event" : "RequestResponse");
    private readonly string _query = target.Qualifier is { } qualifier ? $"?Qualifier={Uri.EscapeDataString(qualifier)}" : "";

    public HttpOrigin Origin => aws.Origin;

    public bool AnswersWithResult => !target.IsAsynchronous;

    public bool IsHeadRequest => false;

    public void Prepare(Shot shot, RequestBuffer request) =>
        aws.Write(request, "lambda", "POST", $"/2015-03-31/functions/{Uri.EscapeDataString(shot.Function)}/invocations{_query}", $"Root={shot.Trace}", shot.Payload, _type);

    public void Judge(Shot shot, HttpAnswer answer) => Verdict.Judge(shot, answer);
}
