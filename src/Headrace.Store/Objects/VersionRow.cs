using Headrace.Store.Contents;

namespace Headrace.Store.Objects;

/// <summary>A version as its row says it, in <c>object</c> or <c>version</c>.</summary>
/// <param name="Body">The small body, when it was read with the row.</param>
internal sealed record VersionRow(
    byte[] Key, long Sequence, bool IsNull, bool IsMarker, long Size, string ETag, long Modified, byte[]? Metadata, byte[]? Pieces, byte[]? Body = null)
{
    public ContentReference? Content => IsMarker ? null : new ContentReference(Sequence, Pieces, Body);
}
