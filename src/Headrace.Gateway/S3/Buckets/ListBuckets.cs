using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Headrace.Store.Buckets;
using Headrace.Wire.S3;

namespace Headrace.Gateway.S3.Buckets;

/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html</remarks>
internal static class ListBuckets
{
    private const int MaxBuckets = 10_000;

    public static Task HandleAsync(S3Request request)
    {
        var prefix = request.Parameter("prefix");
        var region = request.Parameter("bucket-region");
        if (region is not null && !Region.IsKnown(region))
        {
            throw S3Error.WithMessage(
                "InvalidArgument", $"Argument value {region} is not a valid AWS Region", new KeyValuePair<string, string>("ArgumentName", "bucket-region"));
        }

        var max = MaxBuckets;
        if (request.Parameter("max-buckets") is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out max) || max is < 1 or > MaxBuckets))
        {
            throw S3Error.InvalidArgument($"Argument max-buckets must be an integer between 1 and {MaxBuckets}.", "max-buckets", text);
        }

        var after = request.Parameter("continuation-token") is { Length: > 0 } token ? ReadToken(token) : null;
        var buckets = request.Store.ListBuckets()
            .Where(bucket => (prefix is null || bucket.Name.StartsWith(prefix, StringComparison.Ordinal)) && (region is null || bucket.Region == region))
            .OrderBy(bucket => bucket.Name, StringComparer.Ordinal)
            .Where(bucket => after is null || string.CompareOrdinal(bucket.Name, after) > 0)
            .Take(max + 1)
            .ToList();
        return request.WriteXmlAsync(S3Xml.Write("ListAllMyBucketsResult", writer =>
        {
            writer.Element("Owner", owner => owner.Element("ID", request.OwnerId));
            writer.Element("Buckets", list =>
            {
                foreach (var bucket in buckets.Take(max))
                {
                    list.Element("Bucket", entry => WriteBucket(entry, bucket));
                }
            });
            writer.OptionalElement("Prefix", prefix);
            if (buckets.Count > max)
            {
                writer.Element("ContinuationToken", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(buckets[max - 1].Name)));
            }
        }));
    }

    private static void WriteBucket(System.Xml.XmlWriter writer, Bucket bucket)
    {
        writer.Element("Name", bucket.Name);
        writer.Element("CreationDate", bucket.CreatedAt);
        writer.Element("BucketRegion", bucket.Region);
        writer.Element("BucketArn", "arn:aws:s3:::" + bucket.Name);
    }

    private static string ReadToken(string token) => Base64Url.IsValid(token)
        ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token))
        : throw S3Error.WithMessage(
            "InvalidArgument", "The continuation token provided is incorrect", new KeyValuePair<string, string>("ArgumentName", "continuation-token"));
}
