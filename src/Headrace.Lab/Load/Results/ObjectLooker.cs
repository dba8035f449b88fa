using System.Net;
using System.Xml;
using Headrace.Lab.Plans;

namespace Headrace.Lab.Load.Results;

/// <summary>ListObjectsV2 from just before the first key that is waited for to the last one.</summary>
internal sealed class ObjectLooker(AwsCalls aws, ObjectResult result) : IResultLooker
{
    public ResultName NameOf(in Places places) => new(result.Bucket.Fill(places), result.Key.Fill(places));

    public async Task LookAsync(string place, IReadOnlyList<string> keys, Action<string> seen, CancellationToken cancellationToken)
    {
        // What sorts before a key and is as near as can be told cheaply: the key without its last letter.
        var after = keys[0][..^1];
        for (var isTruncated = true; isTruncated && string.CompareOrdinal(after, keys[^1]) < 0;)
        {
            var start = after.Length == 0 ? "" : $"&start-after={Uri.EscapeDataString(after)}";
            using var response = await aws.SendAsync("s3", HttpMethod.Get, $"/{place}?encoding-type=url&list-type=2{start}", null, cancellationToken);
            using var xml = XmlReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken), new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit });
            isTruncated = false;
            while (await xml.ReadAsync())
            {
                while (xml.NodeType == XmlNodeType.Element && xml.LocalName is "Key" or "IsTruncated")
                {
                    if (xml.LocalName == "IsTruncated")
                    {
                        isTruncated = await xml.ReadElementContentAsStringAsync() == "true";
                        continue;
                    }

                    seen(after = WebUtility.UrlDecode(await xml.ReadElementContentAsStringAsync()));
                }
            }
        }
    }
}
