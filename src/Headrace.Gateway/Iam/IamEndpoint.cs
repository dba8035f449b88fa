using Headrace.Gateway.AwsQuery;
using Headrace.Identity;
using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway.Iam;

/// <summary>Identity and Access Management: roles and managed policies as records. Permissions are not evaluated.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html"/></remarks>
public sealed class IamEndpoint(IdentityRegistry identities, TimeProvider time) : IServiceEndpoint
{
    public const string Namespace = "https://iam.amazonaws.com/doc/2010-05-08/";

    private static readonly string[] Verbs =
    [
        "Accept", "Add", "Associate", "Attach", "Change", "Create", "Deactivate", "Delete", "Detach", "Disable", "Enable", "Generate", "Get", "List", "Put", "Reject", "Remove", "Reset", "Resync", "Send", "Set", "Simulate", "Tag", "Untag",
        "Update", "Upload",
    ];

    public string ServiceName => "iam";

    public BodyLimit? BodyLimit => QueryRequest.BodyLimit;

    public async Task HandleAsync(GatewayRequest request)
    {
        var query = await QueryRequest.ReadAsync(request);
        var roles = new Roles(query, identities, time);
        var policies = new Policies(query, identities, time);
        await (query.Action switch
        {
            "CreateRole" => roles.CreateAsync(),
            "GetRole" => roles.GetAsync(),
            "ListRoles" => roles.ListAsync(),
            "UpdateRole" => roles.UpdateAsync(),
            "UpdateAssumeRolePolicy" => roles.UpdateTrustAsync(),
            "DeleteRole" => roles.DeleteAsync(),
            "TagRole" => roles.TagAsync(),
            "UntagRole" => roles.UntagAsync(),
            "ListRoleTags" => roles.ListTagsAsync(),
            "AttachRolePolicy" => roles.AttachAsync(),
            "DetachRolePolicy" => roles.DetachAsync(),
            "ListAttachedRolePolicies" => roles.ListAttachedAsync(),
            "PutRolePolicy" => roles.PutInlineAsync(),
            "GetRolePolicy" => roles.GetInlineAsync(),
            "DeleteRolePolicy" => roles.DeleteInlineAsync(),
            "ListRolePolicies" => roles.ListInlineAsync(),
            "CreatePolicy" => policies.CreateAsync(),
            "GetPolicy" => policies.GetAsync(),
            "ListPolicies" => policies.ListAsync(),
            "DeletePolicy" => policies.DeleteAsync(),
            "CreatePolicyVersion" => policies.CreateVersionAsync(),
            "GetPolicyVersion" => policies.GetVersionAsync(),
            "ListPolicyVersions" => policies.ListVersionsAsync(),
            "DeletePolicyVersion" => policies.DeleteVersionAsync(),
            "SetDefaultPolicyVersion" => policies.SetDefaultAsync(),
            "GetUser" => GetUserAsync(query),
            var action when IsVerb(action) => throw QueryRequest.NotImplemented(action),
            var action => throw new WireException("InvalidAction", 400, $"Could not find operation {action} for version 2010-05-08"),
        });
    }

    public Task WriteErrorAsync(HttpContext http, WireException error, string requestId, string hostId) => QueryErrors.WriteAsync(http, Namespace, error, requestId);

    /// <summary>The keys of this engine are the account's own: its root is the one user there is.</summary>
    private static Task GetUserAsync(QueryRequest query)
    {
        var name = query.Find("UserName");
        query.Finish();
        return name is not null and not "root"
            ? throw new WireException("NoSuchEntity", 404, $"The user with name {name} cannot be found.")
            : query.AnswerAsync(Namespace, xml =>
            {
                xml.WriteStartElement("User", Namespace);
                xml.WriteElementString("Path", Namespace, "/");
                xml.WriteElementString("UserName", Namespace, "root");
                xml.WriteElementString("UserId", Namespace, query.Account);
                xml.WriteElementString("Arn", Namespace, $"arn:aws:iam::{query.Account}:root");
                xml.WriteElementString("CreateDate", Namespace, "1970-01-01T00:00:00Z");
                xml.WriteEndElement();
            });
    }

    /// <summary>Names that are made like IAM's operations are taken for operations that are not here.</summary>
    private static bool IsVerb(string action) => Array.Exists(Verbs, verb => action.Length > verb.Length && action.StartsWith(verb, StringComparison.Ordinal) && char.IsAsciiLetterUpper(action[verb.Length]) && action.All(char.IsAsciiLetterOrDigit));
}
