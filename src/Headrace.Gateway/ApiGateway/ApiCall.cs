using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Headrace.Apis;
using Headrace.Apis.Http;
using Headrace.Apis.Rest;

namespace Headrace.Gateway.ApiGateway;

/// <summary>One call of a control plane operation: its path's values, its query, its body, its answer.</summary>
internal sealed class ApiCall
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private ApiCall(GatewayRequest request, ApiGatewayServices services, IReadOnlyDictionary<string, string> values, BodyReader body)
    {
        Request = request;
        Services = services;
        _values = values;
        Body = body;
    }

    public GatewayRequest Request { get; }

    public ApiGatewayServices Services { get; }

    public ApiRegistry Apis => Services.Apis;

    public BodyReader Body { get; }

    public string Account => Request.Scope.AccountId;

    public string Region => Request.Scope.Region;

    public CancellationToken Aborted => Request.Aborted;

    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Services.Time.GetUtcNow().ToUnixTimeSeconds());

    public long NowSeconds => Now.ToUnixTimeSeconds();

    public static async Task<ApiCall> ReadAsync(GatewayRequest request, ApiGatewayServices services, IReadOnlyDictionary<string, string> values)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.Aborted);
        return new ApiCall(request, services, values, BodyReader.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length)));
    }

    /// <summary>A placeholder's value in the path, decoded.</summary>
    public string Path(string name) => _values[name];

    /// <summary>A query parameter; null when absent or empty.</summary>
    public string? Query(string name) => Request.Http.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    public IReadOnlyList<string> QueryAll(string name) => [.. Request.Http.Request.Query[name].OfType<string>()];

    public RestApi Rest() => Apis.FindRest(Account, Region, Path("restapi_id")) ?? throw ApiErrors.NoRestApi(Account, Path("restapi_id"));

    public HttpApi Http() => Apis.FindHttp(Account, Region, Path("apiId")) ?? throw NoHttpApi();

    /// <summary>Replaces the API by what <paramref name="change"/> makes of it; null deletes it.</summary>
    public Task<RestApi?> ChangeRestAsync(Func<RestApi, RestApi?> change) => Apis.ChangeRestAsync(
        Account, Region, Path("restapi_id"), api => change(api ?? throw ApiErrors.NoRestApi(Account, Path("restapi_id"))), Aborted);

    /// <summary>Replaces the API by what <paramref name="change"/> makes of it; null deletes it.</summary>
    public Task<HttpApi?> ChangeHttpAsync(Func<HttpApi, HttpApi?> change) => Apis.ChangeHttpAsync(
        Account, Region, Path("apiId"), api => change(api ?? throw NoHttpApi()), Aborted);

    public async Task AnswerAsync<T>(int status, T body, JsonTypeInfo<T> type)
    {
        var response = Request.Http.Response;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, Aborted);
    }

    public Task AnswerAsync(int status)
    {
        Request.Http.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    /// <summary>A page of a REST API's listing: <c>limit</c> and an opaque <c>position</c>.</summary>
    public (IReadOnlyList<T> Items, string? Position) Page<T>(IReadOnlyList<T> items) => Page(items, Number("limit", 25, 500), Query("position"), "position");

    /// <summary>A page of an HTTP API's listing: <c>maxResults</c> and an opaque <c>nextToken</c>.</summary>
    public (IReadOnlyList<T> Items, string? Token) HttpPage<T>(IReadOnlyList<T> items) => Page(items, Number("maxResults", 100, 1000), Query("nextToken"), "nextToken");

    public ApiException NoHttpApi() => ApiErrors.NotFound($"Invalid API identifier specified {Account}:{Path("apiId")}");

    private int Number(string name, int otherwise, int most) => Query(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? Math.Min(number, most)
        : throw ApiErrors.BadRequest($"Invalid value for {name} specified");

    private static (IReadOnlyList<T> Items, string? Next) Page<T>(IReadOnlyList<T> items, int limit, string? position, string name)
    {
        var start = 0;
        if (position is not null && (!TryDecode(position, out start) || start > items.Count))
        {
            throw ApiErrors.BadRequest($"Invalid {name} parameter specified");
        }

        var page = items.Skip(start).Take(limit).ToList();
        return (page, start + page.Count < items.Count ? Convert.ToBase64String(BitConverter.GetBytes(start + page.Count)) : null);
    }

    private static bool TryDecode(string position, out int start)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        var isOne = Convert.TryFromBase64String(position, bytes, out var length) && length == sizeof(int);
        start = isOne ? BitConverter.ToInt32(bytes) : 0;
        return isOne && start >= 0;
    }
}
