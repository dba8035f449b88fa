using System.Collections.Immutable;

namespace Headrace.Apis.Rest;

/// <summary>One path of a REST API, with its methods.</summary>
/// <param name="PathPart">The last segment; null for the root. <c>{name}</c> takes any one segment, <c>{name+}</c> all that follow.</param>
public sealed record Resource(string Id, string? ParentId, string? PathPart, string Path, ImmutableSortedDictionary<string, Method> Methods)
{
    public static Resource Root(string id) => new(id, null, null, "/", ImmutableSortedDictionary<string, Method>.Empty);

    public Method MethodOf(string httpMethod) => Methods.GetValueOrDefault(httpMethod) ?? throw ApiErrors.NoMethod();

    public Resource With(Method method) => this with { Methods = Methods.SetItem(method.HttpMethod, method) };
}
