namespace Headrace.Gateway.Sts;

/// <summary>A session of a role; a function's own credentials count as one of the role named like the function.</summary>
internal sealed record AssumedRole(string RoleId, string RoleName, string SessionName)
{
    private const string Prefix = "role:";

    public string Id => $"{RoleId}:{SessionName}";

    /// <summary>What the session's token says: it comes back with every request.</summary>
    public string Subject => $"{Prefix}{RoleId}:{RoleName}:{SessionName}";

    public string Arn(string account) => $"arn:aws:sts::{account}:assumed-role/{RoleName}/{SessionName}";

    /// <param name="subject">As <see cref="Subject"/>; or a function's name, which the functions' credentials carry.</param>
    public static AssumedRole OfSubject(string subject) => subject.StartsWith(Prefix, StringComparison.Ordinal) && subject[Prefix.Length..].Split(':', 3) is [var id, var role, var session]
        ? new AssumedRole(id, role, session)
        : new AssumedRole("AROAHEADRACEFUNCTIONS", subject, subject);
}
