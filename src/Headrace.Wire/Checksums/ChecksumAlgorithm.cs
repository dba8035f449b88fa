namespace Headrace.Wire.Checksums;

/// <summary>The checksums that S3 keeps with an object; the members are AWS's own names.</summary>
/// <remarks>https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html</remarks>
public enum ChecksumAlgorithm
{
    CRC32,
    CRC32C,
    CRC64NVME,
    SHA1,
    SHA256,
}
