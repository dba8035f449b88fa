using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Headrace.Gateway.AwsQuery;
using Headrace.Identity;
using Headrace.Ledger;

namespace Headrace.Gateway.Iam;

/// <summary>The operations on managed policies.</summary>
internal sealed class Policies(QueryRequest query, IdentityRegistry identities, TimeProvider time)
{
    private const string AwsPrefix = "arn:aws:iam::aws:policy/";
    private const int MostVersions = 5;

    /// <exception cref="WireException">NoSuchEntity. AWS's own policies count as there: which ones AWS has is AWS's to say.</exception>
    public static void RequireKnown(IdentityRegistry identities, string arn, string account)
    {
        if (!(arn.StartsWith(AwsPrefix, StringComparison.Ordinal) && arn.Length > AwsPrefix.Length) && identities.Policies.Find(new DocumentKey(account, "", arn)) is null)
        {
            throw arn.StartsWith("arn:", StringComparison.Ordinal)
                ? IamText.NoSuchEntity($"Policy {arn} does not exist or is not attachable.")
                : new WireException("InvalidInput", 400, $"ARN {arn} is not valid.");
        }
    }

    public async Task CreateAsync()
    {
        var now = Now();
        var policy = new ManagedPolicy
        {
            Account = query.Account,
            PolicyName = IamText.Name(query, "PolicyName", 128),
            PolicyId = IdentityRegistry.NewId("ANPA"),
            Path = IamText.Path(query),
            Description = query.Find("Description"),
            CreateDate = now,
            UpdateDate = now,
            DefaultVersionId = "v1",
            Versions = ImmutableSortedDictionary<string, PolicyVersion>.Empty.Add("v1", new PolicyVersion("v1", IamText.Document(query, "PolicyDocument"), now)),
            Tags = query.Tags().ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        query.Finish();
        await identities.Policies.ChangeAsync(
            Key(policy.Arn),
            before => before is null ? policy : throw new WireException("EntityAlreadyExists", 409, $"A policy called {policy.PolicyName} already exists. Duplicate names are not allowed."),
            query.Request.Aborted);
        await query.AnswerAsync(IamEndpoint.Namespace, xml => Element(xml, policy, isNew: true));
    }

    public Task GetAsync()
    {
        var policy = Find();
        query.Finish();
        return query.AnswerAsync(IamEndpoint.Namespace, xml => Element(xml, policy, isNew: false));
    }

    /// <summary>The account's own: AWS's are not listed.</summary>
    public Task ListAsync()
    {
        var (scope, prefix, attached) = (query.Find("Scope"), query.Find("PathPrefix") ?? "/", query.Find("OnlyAttached") == "true");
        var policies = scope == "AWS" ? [] : identities.Policies.List(query.Account, "").Where(policy => policy.Path.StartsWith(prefix, StringComparison.Ordinal) && (!attached || AttachmentsOf(policy) > 0));
        return IamText.AnswerPageAsync<ManagedPolicy>(query, "Policies", [.. policies], (xml, policy) => Write(xml, policy, isNew: false));
    }

    public async Task DeleteAsync()
    {
        await ChangeAsync(policy =>
            AttachmentsOf(policy) > 0 ? throw new WireException("DeleteConflict", 409, "Cannot delete a policy attached to entities.")
            : policy.Versions.Count > 1 ? throw new WireException("DeleteConflict", 409, "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.")
            : null);
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public async Task CreateVersionAsync()
    {
        var (document, isDefault) = (IamText.Document(query, "PolicyDocument"), query.Find("SetAsDefault") == "true");
        var changed = await ChangeAsync(policy =>
        {
            if (policy.Versions.Count >= MostVersions)
            {
                throw new WireException("LimitExceeded", 409, $"A managed policy can have up to {MostVersions} versions. Before you create a new version, you must delete an existing version.");
            }

            var id = string.Create(CultureInfo.InvariantCulture, $"v{policy.LastVersion + 1}");
            return policy with
            {
                LastVersion = policy.LastVersion + 1,
                UpdateDate = Now(),
                Versions = policy.Versions.Add(id, new PolicyVersion(id, document, Now())),
                DefaultVersionId = isDefault ? id : policy.DefaultVersionId,
            };
        });
        var version = changed!.Versions[string.Create(CultureInfo.InvariantCulture, $"v{changed.LastVersion}")];
        await query.AnswerAsync(IamEndpoint.Namespace, xml =>
        {
            xml.Start("PolicyVersion");
            Write(xml, changed, version, withDocument: false);
            xml.WriteEndElement();
        });
    }

    public Task GetVersionAsync()
    {
        var (policy, id) = (Find(), query.Require("VersionId"));
        query.Finish();
        var version = VersionOf(policy, id);
        return query.AnswerAsync(IamEndpoint.Namespace, xml =>
        {
            xml.Start("PolicyVersion");
            Write(xml, policy, version, withDocument: true);
            xml.WriteEndElement();
        });
    }

    public Task ListVersionsAsync()
    {
        var policy = Find();
        return IamText.AnswerPageAsync<PolicyVersion>(query, "Versions", [.. policy.Versions.Values.Reverse()], (xml, version) => Write(xml, policy, version, withDocument: false));
    }

    public async Task DeleteVersionAsync()
    {
        var id = query.Require("VersionId");
        await ChangeAsync(policy => VersionOf(policy, id).VersionId == policy.DefaultVersionId
            ? throw new WireException("DeleteConflict", 409, "Cannot delete the default version of a policy.")
            : policy with { Versions = policy.Versions.Remove(id) });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public async Task SetDefaultAsync()
    {
        var id = query.Require("VersionId");
        await ChangeAsync(policy => policy with { DefaultVersionId = VersionOf(policy, id).VersionId, UpdateDate = Now() });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    private static PolicyVersion VersionOf(ManagedPolicy policy, string id) =>
        policy.Versions.GetValueOrDefault(id) ?? throw IamText.NoSuchEntity($"Policy {policy.Arn} version {id} does not exist or is not attachable.");

    private static void Write(XmlWriter xml, ManagedPolicy policy, PolicyVersion version, bool withDocument)
    {
        xml.Text("Document", withDocument ? IamText.Encoded(version.Document) : null);
        xml.Text("VersionId", version.VersionId);
        xml.Text("IsDefaultVersion", version.VersionId == policy.DefaultVersionId ? "true" : "false");
        xml.Text("CreateDate", IamText.Time(version.CreateDate));
    }

    private DocumentKey Key(string arn) => new(query.Account, "", arn);

    private ManagedPolicy Find()
    {
        var arn = query.Require("PolicyArn");
        return arn.StartsWith(AwsPrefix, StringComparison.Ordinal)
            ? throw QueryRequest.NotImplemented($"The content of {arn}")
            : identities.Policies.Find(Key(arn)) ?? throw IamText.NoSuchEntity($"Policy {arn} was not found.");
    }

    private Task<ManagedPolicy?> ChangeAsync(Func<ManagedPolicy, ManagedPolicy?> change)
    {
        var arn = query.Require("PolicyArn");
        query.Finish();
        return identities.Policies.ChangeAsync(Key(arn), policy => change(policy ?? throw IamText.NoSuchEntity($"Policy {arn} was not found.")), query.Request.Aborted);
    }

    private int AttachmentsOf(ManagedPolicy policy) => identities.Roles.List(policy.Account, "").Count(role => role.AttachedPolicies.Contains(policy.Arn));

    private void Element(XmlWriter xml, ManagedPolicy policy, bool isNew)
    {
        xml.Start("Policy");
        Write(xml, policy, isNew);
        xml.WriteEndElement();
    }

    /// <param name="isNew">CreatePolicy leaves out the description.</param>
    private void Write(XmlWriter xml, ManagedPolicy policy, bool isNew)
    {
        xml.Text("PolicyName", policy.PolicyName);
        xml.Text("PolicyId", policy.PolicyId);
        xml.Text("Arn", policy.Arn);
        xml.Text("Path", policy.Path);
        xml.Text("DefaultVersionId", policy.DefaultVersionId);
        xml.Text("AttachmentCount", AttachmentsOf(policy).ToString(CultureInfo.InvariantCulture));
        xml.Text("PermissionsBoundaryUsageCount", "0");
        xml.Text("IsAttachable", "true");
        xml.Text("Description", isNew ? null : policy.Description);
        xml.Text("CreateDate", IamText.Time(policy.CreateDate));
        xml.Text("UpdateDate", IamText.Time(policy.UpdateDate));
        xml.Tags(policy.Tags);
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
}
