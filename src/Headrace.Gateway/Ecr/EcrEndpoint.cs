using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headrace.Apis;
using Headrace.Gateway.ApiGateway;
using Headrace.Gateway.ExecuteApi;
using Headrace.Identity;
using Headrace.Ledger;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Ecr;

/// <summary>Elastic Container Registry, JSON 1.1: repositories as records. There is no image registry.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html"/></remarks>
public sealed partial class EcrEndpoint(IdentityRegistry identities, TimeProvider time) : IServiceEndpoint
{
    private const string TargetPrefix = "AmazonEC2ContainerRegistry_V20150921.";

    public string ServiceName => "ecr";

    public BodyLimit? BodyLimit { get; } = BodyLimit.Of(1024 * 1024, "RequestEntityTooLargeException");

    public async Task HandleAsync(GatewayRequest request)
    {
        var target = request.Http.Request.Headers["X-Amz-Target"].ToString();
        if (!target.StartsWith(TargetPrefix, StringComparison.Ordinal))
        {
            throw new WireException("UnknownOperationException", 400, "");
        }

        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.Aborted);
        try
        {
            var body = BodyReader.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            await (target[TargetPrefix.Length..] switch
            {
                "CreateRepository" => CreateAsync(request, body),
                "DescribeRepositories" => DescribeAsync(request, body),
                "DeleteRepository" => DeleteAsync(request, body),
                var operation => throw ApiErrors.NotImplemented(operation),
            });
        }
        catch (ApiException refused)
        {
            throw new WireException(refused.Code, refused.Status, refused.Message);
        }
    }

    public async Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId)
    {
        http.Response.Headers["x-amzn-ErrorType"] = error.Code;
        await AnswerAsync(http, error.Status, json =>
        {
            json.WriteString("__type", error.Code);
            json.WriteString("message", error.Message);
        });
    }

    private async Task CreateAsync(GatewayRequest request, BodyReader body)
    {
        var name = body.Text("repositoryName") ?? "";
        var (account, region) = (request.Scope.AccountId, request.Scope.Region);
        if (name.Length is < 2 or > 256 || !Name().IsMatch(name))
        {
            throw new WireException(
                "InvalidParameterException", 400,
                $"Invalid parameter at 'repositoryName' failed to satisfy constraint: 'must satisfy regular expression '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''");
        }

        if (body.Text("registryId") is { } registry && registry != account)
        {
            throw ApiErrors.NotImplemented($"registryId={registry}");
        }

        var mutability = body.Text("imageTagMutability") ?? "MUTABLE";
        if (mutability is not ("MUTABLE" or "IMMUTABLE"))
        {
            throw ApiErrors.NotImplemented($"imageTagMutability={mutability}");
        }

        var scan = body.Object("imageScanningConfiguration");
        var isScanned = scan?.Flag("scanOnPush") == true;
        scan?.Finish();
        if (body.Object("encryptionConfiguration") is { } encryption)
        {
            if (encryption.Text("encryptionType") is { } type && type != "AES256")
            {
                throw ApiErrors.NotImplemented($"encryptionType={type}");
            }

            encryption.Finish();
        }

        var tags = (body.Objects("tags") ?? []).ToImmutableSortedDictionary(static tag => tag.Text("Key") ?? "", static tag => tag.Text("Value") ?? "", StringComparer.Ordinal);
        body.Finish();
        var repository = new Repository(account, region, name, time.GetUtcNow()) { ImageTagMutability = mutability, ScanOnPush = isScanned, Tags = tags };
        await identities.Repositories.ChangeAsync(
            new DocumentKey(account, region, name),
            before => before is null ? repository : throw new WireException(
                "RepositoryAlreadyExistsException", 400, $"The repository with name '{name}' already exists in the registry with id '{account}'"),
            request.Aborted);
        await AnswerAsync(request.Http, 200, json => Write(json, "repository", repository));
    }

    private Task DescribeAsync(GatewayRequest request, BodyReader body)
    {
        var (account, region) = (request.Scope.AccountId, request.Scope.Region);
        var (names, most, token, registry) = (body.List("repositoryNames"), body.Number("maxResults") ?? 100, body.Text("nextToken"), body.Text("registryId"));
        body.Finish();
        RequireRegistry(registry, account);
        IReadOnlyList<Repository> all = names is { IsEmpty: false }
            ? [.. names.Select(name => identities.Repositories.Find(new DocumentKey(account, region, name)) ?? throw Unknown(name, account))]
            : identities.Repositories.List(account, region);
        var start = 0;
        if (most is < 1 or > 1000 || (token is not null && (!int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start) || start > all.Count)))
        {
            throw new WireException("InvalidParameterException", 400, "Invalid parameter at 'PaginationToken' failed to satisfy constraint: 'Invalid pagination token'");
        }

        var page = all.Skip(start).Take(most).ToList();
        return AnswerAsync(request.Http, 200, json =>
        {
            json.WriteStartArray("repositories");
            foreach (var repository in page)
            {
                Write(json, null, repository);
            }

            json.WriteEndArray();
            if (start + page.Count < all.Count)
            {
                json.WriteString("nextToken", (start + page.Count).ToString(CultureInfo.InvariantCulture));
            }
        });
    }

    private async Task DeleteAsync(GatewayRequest request, BodyReader body)
    {
        var (account, region) = (request.Scope.AccountId, request.Scope.Region);
        var (name, registry) = (body.Text("repositoryName") ?? "", body.Text("registryId"));
        _ = body.Flag("force"); // A repository without images is as empty as it gets.
        body.Finish();
        RequireRegistry(registry, account);
        Repository? deleted = null;
        await identities.Repositories.ChangeAsync(
            new DocumentKey(account, region, name),
            before =>
            {
                deleted = before ?? throw Unknown(name, account);
                return null;
            },
            request.Aborted);
        await AnswerAsync(request.Http, 200, json => Write(json, "repository", deleted!));
    }

    private static void RequireRegistry(string? registry, string account)
    {
        if (registry is not null && registry != account)
        {
            throw ApiErrors.NotImplemented($"registryId={registry}");
        }
    }

    private static WireException Unknown(string name, string account) =>
        new("RepositoryNotFoundException", 400, $"The repository with name '{name}' does not exist in the registry with id '{account}'");

    private static void Write(Utf8JsonWriter json, string? member, Repository repository)
    {
        if (member is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(member);
        }

        json.WriteString("repositoryArn", repository.Arn);
        json.WriteString("registryId", repository.Account);
        json.WriteString("repositoryName", repository.RepositoryName);
        json.WriteString("repositoryUri", repository.Uri);
        json.WriteNumber("createdAt", repository.CreatedAt.ToUnixTimeMilliseconds() / 1000.0);
        json.WriteString("imageTagMutability", repository.ImageTagMutability);
        json.WriteStartObject("imageScanningConfiguration");
        json.WriteBoolean("scanOnPush", repository.ScanOnPush);
        json.WriteEndObject();
        json.WriteStartObject("encryptionConfiguration");
        json.WriteString("encryptionType", "AES256");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static async Task AnswerAsync(HttpContext http, int status, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        await using (var json = new Utf8JsonWriter(buffer, HttpEvent.Relaxed))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        http.Response.StatusCode = status;
        http.Response.ContentType = "application/x-amz-json-1.1";
        http.Response.ContentLength = buffer.Length;
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }

    [GeneratedRegex(@"\A(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
