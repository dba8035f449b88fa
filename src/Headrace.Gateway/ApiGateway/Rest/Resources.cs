using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Headrace.Apis;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway.Rest;

/// <summary>CreateResource, GetResource, GetResources, UpdateResource, DeleteResource.</summary>
internal static partial class Resources
{
    public static async Task CreateAsync(ApiCall call)
    {
        var (parentId, part) = (call.Path("parent_id"), call.Body.Text("pathPart") ?? "");
        call.Body.Finish();
        var id = ApiIds.Part();
        var changed = await ChangeAsync(call, api =>
        {
            var parent = api.ResourceOf(parentId);
            RequirePart(api, parent, part, except: null);
            return api.With(new Resource(id, parentId, part, Join(parent.Path, part), ImmutableSortedDictionary<string, Method>.Empty));
        });
        await call.AnswerAsync(201, ResourceAnswer.Of(changed.Draft[id]), ApiGatewayJson.Default.ResourceAnswer);
    }

    public static Task GetAsync(ApiCall call) => call.AnswerAsync(
        200, ResourceAnswer.Of(Api(call).ResourceOf(call.Path("resource_id")), WithMethods(call)), ApiGatewayJson.Default.ResourceAnswer);

    public static Task ListAsync(ApiCall call)
    {
        var withMethods = WithMethods(call);
        var (items, position) = call.Page<Resource>([.. call.Rest().Draft.Values.OrderBy(static resource => resource.Path, StringComparer.Ordinal)]);
        return call.AnswerAsync(
            200, new ListAnswer<ResourceAnswer>([.. items.Select(resource => ResourceAnswer.Of(resource, withMethods))], position), ApiGatewayJson.Default.ListAnswerResourceAnswer);
    }

    /// <summary>Deletes what is below it too.</summary>
    public static async Task DeleteAsync(ApiCall call)
    {
        var id = call.Path("resource_id");
        await ChangeAsync(call, api =>
        {
            if (api.ResourceOf(id).ParentId is null)
            {
                throw ApiErrors.BadRequest("Root resource cannot be deleted.");
            }

            return api with { Draft = api.Draft.RemoveRange(api.Draft.Values.Where(resource => IsWithin(api, resource, id)).Select(static resource => resource.Id)) };
        });
        await call.AnswerAsync(202);
    }

    public static async Task UpdateAsync(ApiCall call)
    {
        var id = call.Path("resource_id");
        var operations = PatchOperation.ReadAll(call, "updateResourceInput");
        var changed = await ChangeAsync(call, api =>
        {
            api.ResourceOf(id);
            return operations.Aggregate(api, (current, operation) => Apply(current, current.ResourceOf(id), operation));
        });
        await call.AnswerAsync(200, ResourceAnswer.Of(changed.Draft[id]), ApiGatewayJson.Default.ResourceAnswer);
    }

    public static RestApi Api(ApiCall call) => call.Apis.FindRest(call.Account, call.Region, call.Path("restapi_id")) ?? throw ApiErrors.NoResource();

    /// <summary>As <see cref="ApiCall.ChangeRestAsync"/>; an API that is not there has no such resource.</summary>
    public static async Task<RestApi> ChangeAsync(ApiCall call, Func<RestApi, RestApi> change) =>
        (await call.Apis.ChangeRestAsync(call.Account, call.Region, call.Path("restapi_id"), api => change(api ?? throw ApiErrors.NoResource()), call.Aborted))!;

    private static bool WithMethods(ApiCall call) => call.QueryAll("embed") switch
    {
        [] or [""] => false,
        ["methods"] => true,
        _ => throw ApiErrors.BadRequest("Invalid value for embed specified"),
    };

    private static RestApi Apply(RestApi api, Resource resource, PatchOperation operation)
    {
        if (operation.Op != "replace")
        {
            throw ApiErrors.BadRequest($"Invalid patch path  '{operation.Path}' specified for op '{operation.Op}'. Please choose supported operations");
        }

        switch (operation.Path)
        {
            case "/pathPart":
                if (resource.ParentId is not { } parentId)
                {
                    throw ApiErrors.BadRequest("Root resource cannot update its pathPart.");
                }

                RequirePart(api, api.ResourceOf(parentId), operation.Value ?? "", resource.Id);
                return Replaced(api, resource with { PathPart = operation.Value });
            case "/parentId":
                if (resource.ParentId is null)
                {
                    throw ApiErrors.BadRequest("Root resource cannot update its parentId.");
                }

                var parent = api.ResourceOf(operation.Value ?? "");
                if (IsWithin(api, parent, resource.Id))
                {
                    throw ApiErrors.BadRequest("Resources cannot be cyclical.");
                }

                RequirePart(api, parent, resource.PathPart!, resource.Id);
                return Replaced(api, resource with { ParentId = parent.Id });
            default:
                throw ApiErrors.BadRequest($"Invalid patch path  '{operation.Path}' specified for op 'replace'. Must be one of: [/parentId, /pathPart]");
        }
    }

    /// <summary>The resource in its new place, and what is below it along with it.</summary>
    private static RestApi Replaced(RestApi api, Resource resource)
    {
        resource = resource with { Path = Join(api.ResourceOf(resource.ParentId!).Path, resource.PathPart!) };
        api = api.With(resource);
        return api.Draft.Values.Where(child => child.ParentId == resource.Id).Aggregate(api, Replaced);
    }

    private static bool IsWithin(RestApi api, Resource resource, string id)
    {
        for (Resource? at = resource; at is not null; at = at.ParentId is null ? null : api.Draft.GetValueOrDefault(at.ParentId))
        {
            if (at.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    private static string Join(string parent, string part) => parent == "/" ? $"/{part}" : $"{parent}/{part}";

    private static void RequirePart(RestApi api, Resource parent, string part, string? except)
    {
        if (parent.PathPart is ['{', .., '+', '}'])
        {
            throw ApiErrors.BadRequest($"Cannot create a child of a resource with a greedy path variable: {parent.PathPart}");
        }

        if (!Part().IsMatch(part))
        {
            throw ApiErrors.BadRequest("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.");
        }

        foreach (var sibling in api.Draft.Values.Where(resource => resource.ParentId == parent.Id && resource.Id != except))
        {
            if (sibling.PathPart == part)
            {
                throw ApiErrors.Conflict($"Another resource with the same parent already has this name: {part}");
            }

            if (part[0] == '{' && sibling.PathPart![0] == '{')
            {
                throw ApiErrors.BadRequest($"A sibling ({sibling.PathPart}) of this resource already has a variable path part -- only one is allowed");
            }
        }
    }

    [GeneratedRegex(@"\A(?:[a-zA-Z0-9._\-:~$@+!*'(),]+|\{[a-zA-Z0-9._\-:]+\+?\})\z")]
    private static partial Regex Part();
}
