using System.Globalization;
using System.Text.RegularExpressions;
using Headrace.Gateway.AwsQuery;
using Headrace.Gateway.Http;
using Headrace.Identity;
using Headrace.Wire.Signing;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Sts;

/// <summary>Security Token Service: who is calling, and credentials for a while.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html"/></remarks>
public sealed partial class StsEndpoint(KeyRing keys, IdentityRegistry identities, TimeProvider time) : IServiceEndpoint
{
    private const string Namespace = "https://sts.amazonaws.com/doc/2011-06-15/";
    private const string SessionNamePattern = @"[\w+=,.@-]*";

    private static readonly string[] Missing =
        ["AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "AssumeRoot", "DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetDelegatedAccessToken", "GetFederationToken", "GetSessionToken", "GetWebIdentityToken"];

    public string ServiceName => "sts";

    public BodyLimit? BodyLimit => QueryRequest.BodyLimit;

    public async Task HandleAsync(GatewayRequest request)
    {
        var query = await QueryRequest.ReadAsync(request);
        if (request.AccessKeyId is null && query.Action is not ("AssumeRoleWithSAML" or "AssumeRoleWithWebIdentity"))
        {
            throw SignatureErrors.MissingToken();
        }

        await (query.Action switch
        {
            "GetCallerIdentity" => GetCallerIdentityAsync(query),
            "AssumeRole" => AssumeRoleAsync(query),
            var action when Missing.Contains(action) => throw QueryRequest.NotImplemented(action),
            var action => throw new WireException("InvalidAction", 400, $"Could not find operation {action} for version 2011-06-15"),
        });
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) => QueryErrors.WriteAsync(http, Namespace, error, requestId);

    /// <summary>The main keys are the account's owner; temporary ones belong to the session they were made for.</summary>
    private Task GetCallerIdentityAsync(QueryRequest query)
    {
        query.Finish();
        var session = keys.SubjectOf(TokenOf(query.Request)) is { } subject ? AssumedRole.OfSubject(subject) : null;
        return query.AnswerAsync(Namespace, xml =>
        {
            xml.WriteElementString("Arn", Namespace, session?.Arn(query.Account) ?? $"arn:aws:iam::{query.Account}:root");
            xml.WriteElementString("UserId", Namespace, session?.Id ?? query.Account);
            xml.WriteElementString("Account", Namespace, query.Account);
        });
    }

    private Task AssumeRoleAsync(QueryRequest query)
    {
        var arn = query.Require("RoleArn");
        var name = query.Require("RoleSessionName", 64, SessionName(), SessionNamePattern);
        var seconds = query.Number("DurationSeconds") ?? 3600;
        if (seconds is < 900 or > 43_200)
        {
            var (bound, limit) = seconds < 900 ? ("greater", 900) : ("less", 43_200);
            throw QueryRequest.Validation($"Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value {bound} than or equal to {limit}");
        }

        query.Finish();
        if (!RoleArn().IsMatch(arn))
        {
            throw new WireException("ValidationError", 400, $"{arn} is invalid");
        }

        if (arn.Split(':', 6) is not ["arn", "aws", "iam", "", var account, var resource] || account != query.Account || !resource.StartsWith("role/", StringComparison.Ordinal) ||
            identities.FindRole(account, resource[(resource.LastIndexOf('/') + 1)..]) is not { } role || role.Arn != arn ||
            !(TrustPolicy.AllowsAccount(role.AssumeRolePolicyDocument, account) || keys.SubjectOf(TokenOf(query.Request)) is not null))
        {
            throw new WireException("AccessDenied", 403, $"User: arn:aws:iam::{query.Account}:root is not authorized to perform: sts:AssumeRole on resource: {arn}");
        }

        if (seconds > role.MaxSessionDuration)
        {
            throw new WireException("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }

        var session = new AssumedRole(role.RoleId, role.RoleName, name);
        var lifetime = TimeSpan.FromSeconds(seconds);
        var issued = keys.Issue(session.Subject, lifetime);
        return query.AnswerAsync(Namespace, xml =>
        {
            xml.WriteStartElement("AssumedRoleUser", Namespace);
            xml.WriteElementString("AssumedRoleId", Namespace, session.Id);
            xml.WriteElementString("Arn", Namespace, session.Arn(query.Account));
            xml.WriteEndElement();
            xml.WriteStartElement("Credentials", Namespace);
            xml.WriteElementString("AccessKeyId", Namespace, issued.AccessKeyId);
            xml.WriteElementString("SecretAccessKey", Namespace, issued.SecretAccessKey);
            xml.WriteElementString("SessionToken", Namespace, issued.SessionToken);
            xml.WriteElementString("Expiration", Namespace, (time.GetUtcNow() + lifetime).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            xml.WriteEndElement();
        });
    }

    private static string? TokenOf(GatewayRequest request) =>
        request.Http.Request.Headers["X-Amz-Security-Token"] is [{ Length: > 0 } token, ..] ? token
        : request.Http.Request.Query["X-Amz-Security-Token"] is [{ Length: > 0 } inQuery, ..] ? inQuery : null;

    [GeneratedRegex(@"\A[\w+=,.@-]*\z")]
    private static partial Regex SessionName();

    [GeneratedRegex(@"\Aarn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:[^\s]+\z")]
    private static partial Regex RoleArn();
}
