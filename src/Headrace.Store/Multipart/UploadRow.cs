namespace Headrace.Store.Multipart;

/// <summary>An upload in progress, as its row says it.</summary>
/// <param name="KeyDeleted">Its key was deleted since it began.</param>
internal sealed record UploadRow(byte[] Key, long Sequence, long Initiated, bool KeyDeleted, byte[]? Metadata);

/// <summary>A part, as its row says it.</summary>
/// <param name="Sequence">The number its body, if it is small, is kept under.</param>
internal sealed record PartRow(int Number, long Sequence, long Size, byte[] Md5, long Modified, string[]? Checksum, byte[]? Pieces);
