using System.Xml;
using System.Xml.Linq;

namespace Headrace.Wire.S3;

/// <summary>The <c>AccessControlPolicy</c> document: an owner and its grants.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html</remarks>
public sealed record AccessControlPolicy(string OwnerId, IReadOnlyList<Grant> Grants)
{
    public const int MaxGrants = 100;

    private static readonly XName TypeAttribute = XName.Get("type", S3Xml.SchemaInstance);

    /// <summary>What an owner has when nobody said otherwise.</summary>
    public static AccessControlPolicy Private(string ownerId) => new(ownerId, [new Grant(Grant.CanonicalUser, ownerId, "FULL_CONTROL")]);

    /// <summary>A canned ACL (<c>x-amz-acl</c>) written out; null when there is no such one.</summary>
    public static AccessControlPolicy? Canned(string name, string ownerId)
    {
        var owner = Private(ownerId);
        return name switch
        {
            "private" or "bucket-owner-full-control" or "bucket-owner-read" or "aws-exec-read" => owner,
            "public-read" => With(new Grant(Grant.Group, Grant.AllUsers, "READ")),
            "public-read-write" => With(new Grant(Grant.Group, Grant.AllUsers, "READ"), new Grant(Grant.Group, Grant.AllUsers, "WRITE")),
            "authenticated-read" => With(new Grant(Grant.Group, Grant.AuthenticatedUsers, "READ")),
            "log-delivery-write" => With(new Grant(Grant.Group, Grant.LogDelivery, "WRITE"), new Grant(Grant.Group, Grant.LogDelivery, "READ_ACP")),
            _ => null,
        };

        AccessControlPolicy With(params Grant[] more) => owner with { Grants = [.. owner.Grants, .. more] };
    }

    /// <exception cref="S3DocumentException">MalformedACLError, InvalidArgument.</exception>
    public static AccessControlPolicy Parse(ReadOnlyMemory<byte> document)
    {
        XElement root;
        try
        {
            root = S3Xml.Parse(document, "AccessControlPolicy");
        }
        catch (S3DocumentException)
        {
            throw S3DocumentException.MalformedAcl();
        }

        var ownerId = root.Child("Owner")?.Text("ID") ?? throw S3DocumentException.MalformedAcl();
        var list = root.Child("AccessControlList") ?? throw S3DocumentException.MalformedAcl();
        CheckId(ownerId);
        var grants = list.Elements().Select(ParseGrant).ToList();
        return grants.Count > MaxGrants ? throw S3DocumentException.MalformedAcl() : new AccessControlPolicy(ownerId, grants);
    }

    public byte[] Write() => S3Xml.Write("AccessControlPolicy", writer =>
    {
        writer.Element("Owner", owner => owner.Element("ID", OwnerId));
        writer.Element("AccessControlList", list =>
        {
            foreach (var grant in Grants)
            {
                list.Element("Grant", entry => WriteGrant(entry, grant));
            }
        });
    });

    private static void WriteGrant(XmlWriter writer, Grant grant)
    {
        writer.WriteStartElement("Grantee");
        writer.WriteAttributeString("xmlns", "xsi", null, S3Xml.SchemaInstance);
        writer.WriteAttributeString("xsi", "type", S3Xml.SchemaInstance, grant.GranteeType);
        writer.Element(grant.GranteeType == Grant.Group ? "URI" : "ID", grant.Grantee);
        writer.WriteEndElement();
        writer.Element("Permission", grant.Permission);
    }

    private static Grant ParseGrant(XElement element)
    {
        var grantee = element.Child("Grantee") ?? throw S3DocumentException.MalformedAcl();
        var permission = element.Text("Permission");
        if (element.Name.LocalName != "Grant" || permission is null || !Grant.IsPermission(permission))
        {
            throw S3DocumentException.MalformedAcl();
        }

        switch (grantee.Attribute(TypeAttribute)?.Value)
        {
            case Grant.CanonicalUser when grantee.Text("ID") is { } id:
                CheckId(id);
                return new Grant(Grant.CanonicalUser, id, permission);
            case Grant.Group when grantee.Text("URI") is { } uri:
                return Grant.IsKnownGroup(uri)
                    ? new Grant(Grant.Group, uri, permission)
                    : throw S3DocumentException.InvalidArgument("Invalid group uri", "Group/URI", uri);
            default:
                throw S3DocumentException.MalformedAcl();
        }
    }

    private static void CheckId(string id)
    {
        if (!Grant.IsCanonicalId(id))
        {
            throw S3DocumentException.InvalidArgument("Invalid id", "CanonicalUser/ID", id);
        }
    }
}
