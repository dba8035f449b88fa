namespace Headrace.Gateway.Lambda.Tags;

/// <summary>GET /2017-03-31/tags/{Resource}</summary>
internal static class ListTags
{
    internal sealed record Answer(IReadOnlyDictionary<string, string> Tags);

    public static Task HandleAsync(LambdaCall call) =>
        call.AnswerAsync(200, new Answer(FunctionTags.Find(call).Tags), LambdaJson.Default.ListTagsAnswer);
}
