using System.Xml;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Multipart;

internal static class UploadXml
{
    /// <summary>Who began the upload and whose it will be: the account, here.</summary>
    public static void WriteOwners(XmlWriter writer, S3Request request)
    {
        writer.Element("Initiator", initiator =>
        {
            initiator.Element("ID", request.OwnerId);
            initiator.Element("DisplayName", request.Gateway.Scope.AccountId);
        });
        writer.Element("Owner", owner => owner.Element("ID", request.OwnerId));
    }
}
