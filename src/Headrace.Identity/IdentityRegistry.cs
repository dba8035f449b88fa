using System.Security.Cryptography;
using Headrace.Ledger;

namespace Headrace.Identity;

/// <summary>Roles, managed policies and image repositories, in memory and in the ledger.</summary>
public sealed class IdentityRegistry : IDisposable
{
    /// <summary>The role that AWS's learner labs give everybody; here from the start.</summary>
    public const string LabRole = "LabRole";

    private const string LabTrust = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com","apigateway.amazonaws.com","s3.amazonaws.com","events.amazonaws.com","states.amazonaws.com","ec2.amazonaws.com","ecs-tasks.amazonaws.com"]},"Action":"sts:AssumeRole"}]}
        """;

    private IdentityRegistry(LedgerDatabase ledger)
    {
        Roles = new DocumentSet<Role>(ledger, "iam-role", IdentityJson.Default.Role);
        Policies = new DocumentSet<ManagedPolicy>(ledger, "iam-policy", IdentityJson.Default.ManagedPolicy);
        Repositories = new DocumentSet<Repository>(ledger, "ecr-repository", IdentityJson.Default.Repository);
    }

    public DocumentSet<Role> Roles { get; }

    public DocumentSet<ManagedPolicy> Policies { get; }

    public DocumentSet<Repository> Repositories { get; }

    /// <param name="account">Whose <see cref="LabRole"/> is made, unless it is there.</param>
    public static async Task<IdentityRegistry> OpenAsync(LedgerDatabase ledger, string account, TimeProvider time, CancellationToken cancellationToken)
    {
        var registry = new IdentityRegistry(ledger);
        await registry.Roles.ChangeAsync(
            RoleKey(account, LabRole),
            role => role ?? new Role { Account = account, RoleName = LabRole, RoleId = NewId("AROA"), Path = "/", CreateDate = time.GetUtcNow(), AssumeRolePolicyDocument = LabTrust },
            cancellationToken);
        return registry;
    }

    public static DocumentKey RoleKey(string account, string name) => new(account, "", name);

    /// <summary>An id as IAM makes them: a kind and 17 letters and digits.</summary>
    public static string NewId(string prefix) => prefix + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 17);

    public Role? FindRole(string account, string name) => Roles.Find(RoleKey(account, name));

    /// <summary>Whether Lambda may run a function as a role.</summary>
    /// <param name="isStrict">A role of the account that is not recorded is refused, as in AWS; otherwise it is taken for one that trusts Lambda.</param>
    public bool LambdaMayAssume(string roleArn, string account, bool isStrict)
    {
        if (roleArn.Split(':', 6) is not ["arn", _, "iam", "", var owner, var resource] || owner != account)
        {
            return true;
        }

        return FindRole(account, resource[(resource.LastIndexOf('/') + 1)..]) is { } role && role.Arn == roleArn
            ? TrustPolicy.AllowsService(role.AssumeRolePolicyDocument, "lambda.amazonaws.com")
            : !isStrict;
    }

    public void Dispose()
    {
        Roles.Dispose();
        Policies.Dispose();
        Repositories.Dispose();
    }
}
