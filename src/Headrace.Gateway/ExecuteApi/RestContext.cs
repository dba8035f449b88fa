using System.Globalization;

namespace Headrace.Gateway.ExecuteApi;

/// <summary>The <c>$context</c> of mapping templates and parameter mappings.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html"/></remarks>
internal sealed class RestContext(IReadOnlyDictionary<string, string?> values)
{
    public static RestContext Of(RestCall call)
    {
        var request = call.Request;
        return new RestContext(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["accountId"] = call.Api.Account,
            ["apiId"] = call.Api.Id,
            ["deploymentId"] = call.DeploymentId,
            ["domainName"] = request.Http.Request.Host.Host,
            ["domainPrefix"] = call.Api.Id,
            ["extendedRequestId"] = ProxyEvent.ExtendedId(request.RequestId),
            ["httpMethod"] = call.HttpMethod,
            ["identity.accessKey"] = call.IsSigned ? request.AccessKeyId : null,
            ["identity.accountId"] = call.IsSigned ? call.Api.Account : null,
            ["identity.apiKey"] = call.ApiKey?.Value,
            ["identity.apiKeyId"] = call.ApiKey?.Id,
            ["identity.caller"] = call.IsSigned ? call.Api.Account : null,
            ["identity.sourceIp"] = Caller.AddressOf(request.Http),
            ["identity.user"] = call.IsSigned ? call.Api.Account : null,
            ["identity.userAgent"] = call.HeaderOf("User-Agent"),
            ["identity.userArn"] = call.IsSigned ? $"arn:aws:iam::{call.Api.Account}:root" : null,
            ["isCanaryRequest"] = "false",
            ["path"] = call.FullPath,
            ["protocol"] = request.Http.Request.Protocol,
            ["requestId"] = request.RequestId,
            ["requestTime"] = Caller.TimeText(call.Received),
            ["requestTimeEpoch"] = call.Received.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ["resourceId"] = call.Resource.Id,
            ["resourcePath"] = call.Resource.Path,
            ["stage"] = call.StageName,
        });
    }

    public IReadOnlyDictionary<string, string?> Values { get; } = values;

    public string? Find(string name) => Values.GetValueOrDefault(name);
}
