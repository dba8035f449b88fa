using System.Collections.Immutable;
using Headrace.Apis;
using Headrace.Gateway.ApiGateway.Rest;

namespace Headrace.Gateway.ApiGateway;

/// <summary>TagResource, UntagResource, GetTags: of APIs of both versions and of their stages.</summary>
internal static class ApiTags
{
    public static Task GetAsync(ApiCall call)
    {
        var tags = Read(call) ?? ImmutableSortedDictionary<string, string>.Empty;
        return call.AnswerAsync(200, new TagsAnswer(tags), ApiGatewayJson.Default.TagsAnswer);
    }

    public static async Task PutAsync(ApiCall call)
    {
        var added = call.Body.Map("tags") ?? throw ApiErrors.BadRequest("Tags are required");
        call.Body.Finish();
        await ChangeAsync(call, tags => tags.SetItems(added));
        await call.AnswerAsync(call.Request.Http.Request.Method == "POST" ? 201 : 204);
    }

    public static async Task RemoveAsync(ApiCall call)
    {
        var keys = call.QueryAll("tagKeys");
        await ChangeAsync(call, tags => tags.RemoveRange(keys));
        await call.AnswerAsync(204);
    }

    private static ImmutableSortedDictionary<string, string>? Read(ApiCall call) => Parse(call) switch
    {
        (true, var id, null) => (call.Apis.FindRest(call.Account, call.Region, id) ?? throw Unknown(call)).Tags,
        (true, var id, var stage) => (call.Apis.FindRest(call.Account, call.Region, id)?.Stages.GetValueOrDefault(stage) ?? throw Unknown(call)).Tags,
        (false, var id, null) => (call.Apis.FindHttp(call.Account, call.Region, id) ?? throw Unknown(call)).Tags,
        (false, var id, var stage) => (call.Apis.FindHttp(call.Account, call.Region, id)?.Stages.GetValueOrDefault(stage) ?? throw Unknown(call)).Tags,
    };

    private static async Task ChangeAsync(ApiCall call, Func<ImmutableSortedDictionary<string, string>, ImmutableSortedDictionary<string, string>> change)
    {
        Read(call);
        var empty = ImmutableSortedDictionary<string, string>.Empty;
        switch (Parse(call))
        {
            case (true, var id, null):
                await call.Apis.ChangeRestAsync(call.Account, call.Region, id, api => api is null ? throw Unknown(call) : api with { Tags = change(api.Tags ?? empty) }, call.Aborted);
                break;
            case (true, var id, var stage):
                await call.Apis.ChangeRestAsync(
                    call.Account, call.Region, id,
                    api => api?.Stages.GetValueOrDefault(stage) is { } known ? api with { Stages = api.Stages.SetItem(stage, known with { Tags = change(known.Tags ?? empty) }) } : throw Unknown(call),
                    call.Aborted);
                break;
            case (false, var id, null):
                await call.Apis.ChangeHttpAsync(call.Account, call.Region, id, api => api is null ? throw Unknown(call) : api with { Tags = change(api.Tags) }, call.Aborted);
                break;
            case (false, var id, var stage):
                await call.Apis.ChangeHttpAsync(
                    call.Account, call.Region, id,
                    api => api?.Stages.GetValueOrDefault(stage) is { } known ? api with { Stages = api.Stages.SetItem(stage, known with { Tags = change(known.Tags) }) } : throw Unknown(call),
                    call.Aborted);
                break;
        }
    }

    /// <summary><c>arn:aws:apigateway:REGION::/restapis/ID[/stages/NAME]</c>, or <c>/apis/…</c>.</summary>
    private static (bool IsRest, string Id, string? Stage) Parse(ApiCall call)
    {
        var arn = call.Path("resource_arn");
        if (arn.Split(':', 6) is not ["arn", _, "apigateway", var region, "", var path] || region != call.Region)
        {
            throw ApiErrors.BadRequest($"Invalid resource ARN specified: {arn}");
        }

        return path.Split('/') switch
        {
            ["", "restapis", var id] => (true, id, null),
            ["", "restapis", var id, "stages", var stage] => (true, id, stage),
            ["", "apis", var id] => (false, id, null),
            ["", "apis", var id, "stages", var stage] => (false, id, stage),
            _ => throw ApiErrors.NotImplemented($"Tags of {path}"),
        };
    }

    private static ApiException Unknown(ApiCall call) => ApiErrors.NotFound($"Invalid resource ARN specified: {call.Path("resource_arn")}");
}
