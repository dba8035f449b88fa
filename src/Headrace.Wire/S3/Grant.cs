namespace Headrace.Wire.S3;

/// <summary>One line of an access control list.</summary>
/// <param name="GranteeType"><c>CanonicalUser</c> or <c>Group</c>.</param>
/// <param name="Grantee">The canonical user id, or the group's URI.</param>
/// <param name="Permission"><c>FULL_CONTROL</c>, <c>READ</c>, <c>WRITE</c>, <c>READ_ACP</c> or <c>WRITE_ACP</c>.</param>
public sealed record Grant(string GranteeType, string Grantee, string Permission)
{
    public const string CanonicalUser = "CanonicalUser";
    public const string Group = "Group";
    public const string AllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";
    public const string AuthenticatedUsers = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
    public const string LogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

    public bool IsPublic => GranteeType == Group && Grantee is AllUsers or AuthenticatedUsers;

    public static bool IsKnownGroup(string uri) => uri is AllUsers or AuthenticatedUsers or LogDelivery;

    public static bool IsCanonicalId(string id) => id.Length == 64 && id.All(char.IsAsciiHexDigit);

    public static bool IsPermission(string text) => text is "FULL_CONTROL" or "READ" or "WRITE" or "READ_ACP" or "WRITE_ACP";
}
