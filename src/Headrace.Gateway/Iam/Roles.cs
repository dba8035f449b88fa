using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using Headrace.Gateway.AwsQuery;
using Headrace.Identity;

namespace Headrace.Gateway.Iam;

/// <summary>The operations on roles.</summary>
internal sealed class Roles(QueryRequest query, IdentityRegistry identities, TimeProvider time)
{
    public async Task CreateAsync()
    {
        var role = new Role
        {
            Account = query.Account,
            RoleName = IamText.Name(query, "RoleName"),
            RoleId = IdentityRegistry.NewId("AROA"),
            Path = IamText.Path(query),
            CreateDate = Now(),
            AssumeRolePolicyDocument = Trust("AssumeRolePolicyDocument"),
            Description = query.Find("Description"),
            MaxSessionDuration = RequireDuration(query.Number("MaxSessionDuration") ?? 3600),
            Tags = query.Tags().ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        query.Finish();
        await identities.Roles.ChangeAsync(
            IdentityRegistry.RoleKey(role.Account, role.RoleName),
            before => before is null ? role : throw new WireException("EntityAlreadyExists", 409, $"Role with name {role.RoleName} already exists."),
            query.Request.Aborted);
        await query.AnswerAsync(IamEndpoint.Namespace, xml => Element(xml, role, isNew: true));
    }

    public Task GetAsync()
    {
        var role = Find();
        query.Finish();
        return query.AnswerAsync(IamEndpoint.Namespace, xml => Element(xml, role));
    }

    public Task ListAsync()
    {
        var prefix = query.Find("PathPrefix") ?? "/";
        return IamText.AnswerPageAsync(
            query, "Roles", [.. identities.Roles.List(query.Account, "").Where(role => role.Path.StartsWith(prefix, StringComparison.Ordinal))], static (xml, role) => Write(xml, role, whole: false));
    }

    public async Task UpdateAsync()
    {
        var (description, duration) = (query.Find("Description"), query.Number("MaxSessionDuration"));
        await ChangeAsync(role => role with { Description = description ?? role.Description, MaxSessionDuration = RequireDuration(duration ?? role.MaxSessionDuration) });
        await query.AnswerAsync(IamEndpoint.Namespace, static _ => { });
    }

    public async Task UpdateTrustAsync()
    {
        var document = Trust("PolicyDocument");
        await ChangeAsync(role => role with { AssumeRolePolicyDocument = document });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public async Task DeleteAsync()
    {
        await ChangeAsync(static role =>
            role.AttachedPolicies.Count > 0 ? throw new WireException("DeleteConflict", 409, "Cannot delete entity, must detach all policies first.")
            : role.InlinePolicies.Count > 0 ? throw new WireException("DeleteConflict", 409, "Cannot delete entity, must delete policies first.")
            : null);
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public async Task TagAsync()
    {
        var tags = query.Tags();
        await ChangeAsync(role => role with { Tags = role.Tags.SetItems(tags) });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public async Task UntagAsync()
    {
        var keys = query.List("TagKeys");
        await ChangeAsync(role => role with { Tags = role.Tags.RemoveRange(keys) });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public Task ListTagsAsync() => IamText.AnswerPageAsync<KeyValuePair<string, string>>(query, "Tags", [.. Find().Tags], IamText.Tag);

    public async Task AttachAsync()
    {
        var arn = query.Require("PolicyArn");
        await ChangeAsync(role =>
        {
            Policies.RequireKnown(identities, arn, query.Account);
            return role with { AttachedPolicies = role.AttachedPolicies.Add(arn) };
        });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public async Task DetachAsync()
    {
        var arn = query.Require("PolicyArn");
        await ChangeAsync(role => role.AttachedPolicies.Contains(arn)
            ? role with { AttachedPolicies = role.AttachedPolicies.Remove(arn) }
            : throw IamText.NoSuchEntity($"Policy {arn} was not found."));
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public Task ListAttachedAsync()
    {
        _ = query.Find("PathPrefix");
        return IamText.AnswerPageAsync<string>(query, "AttachedPolicies", [.. Find().AttachedPolicies], static (xml, arn) =>
        {
            xml.Text("PolicyName", arn[(arn.LastIndexOf('/') + 1)..]);
            xml.Text("PolicyArn", arn);
        });
    }

    public async Task PutInlineAsync()
    {
        var (name, document) = (IamText.Name(query, "PolicyName", 128), IamText.Document(query, "PolicyDocument"));
        await ChangeAsync(role => role with { InlinePolicies = role.InlinePolicies.SetItem(name, document) });
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public Task GetInlineAsync()
    {
        var (role, name) = (Find(), IamText.Name(query, "PolicyName", 128));
        query.Finish();
        var document = role.InlinePolicies.GetValueOrDefault(name) ?? throw NoInline(name);
        return query.AnswerAsync(IamEndpoint.Namespace, xml =>
        {
            xml.Text("RoleName", role.RoleName);
            xml.Text("PolicyName", name);
            xml.Text("PolicyDocument", IamText.Encoded(document));
        });
    }

    public async Task DeleteInlineAsync()
    {
        var name = IamText.Name(query, "PolicyName", 128);
        await ChangeAsync(role => role.InlinePolicies.ContainsKey(name) ? role with { InlinePolicies = role.InlinePolicies.Remove(name) } : throw NoInline(name));
        await query.AnswerAsync(IamEndpoint.Namespace, null);
    }

    public Task ListInlineAsync()
    {
        var role = Find();
        var most = query.Number("MaxItems");
        query.Finish();
        if (most is { } limit && role.InlinePolicies.Count > limit)
        {
            throw QueryRequest.NotImplemented("Paging of ListRolePolicies");
        }

        return query.AnswerAsync(IamEndpoint.Namespace, xml =>
        {
            xml.Text("IsTruncated", "false");
            xml.Start("PolicyNames");
            foreach (var name in role.InlinePolicies.Keys)
            {
                xml.Text("member", name);
            }

            xml.WriteEndElement();
        });
    }

    private static WireException NoInline(string name) => IamText.NoSuchEntity($"The role policy with name {name} cannot be found.");

    private static int RequireDuration(int seconds) => seconds is >= 3600 and <= 43_200 ? seconds : throw QueryRequest.Validation(
        $"Value '{seconds}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value {(seconds < 3600 ? "greater than or equal to 3600" : "less than or equal to 43200")}");

    private static void Element(XmlWriter xml, Role role, bool isNew = false)
    {
        xml.Start("Role");
        Write(xml, role, whole: true, isNew);
        xml.WriteEndElement();
    }

    /// <param name="whole">Listings leave out tags.</param>
    /// <param name="isNew">CreateRole leaves out a session duration that is the default.</param>
    private static void Write(XmlWriter xml, Role role, bool whole, bool isNew = false)
    {
        xml.Text("Path", role.Path);
        xml.Text("RoleName", role.RoleName);
        xml.Text("RoleId", role.RoleId);
        xml.Text("Arn", role.Arn);
        xml.Text("CreateDate", IamText.Time(role.CreateDate));
        xml.Text("AssumeRolePolicyDocument", IamText.Encoded(role.AssumeRolePolicyDocument));
        xml.Text("Description", role.Description);
        if (!isNew || role.MaxSessionDuration != 3600)
        {
            xml.Text("MaxSessionDuration", role.MaxSessionDuration.ToString(CultureInfo.InvariantCulture));
        }

        if (whole)
        {
            xml.Tags(role.Tags);
        }
    }

    private Role Find()
    {
        var name = IamText.Name(query, "RoleName");
        return identities.FindRole(query.Account, name) ?? throw IamText.NoSuchEntity($"The role with name {name} cannot be found.");
    }

    private Task<Role?> ChangeAsync(Func<Role, Role?> change)
    {
        var name = IamText.Name(query, "RoleName");
        query.Finish();
        return identities.Roles.ChangeAsync(
            IdentityRegistry.RoleKey(query.Account, name), role => change(role ?? throw IamText.NoSuchEntity($"The role with name {name} cannot be found.")), query.Request.Aborted);
    }

    private string Trust(string parameter)
    {
        var document = IamText.Document(query, parameter);
        return TrustPolicy.IsValid(document) ? document : throw new WireException("MalformedPolicyDocument", 400, "AssumeRolepolicy contained an invalid or missing principal or action.");
    }

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
}
