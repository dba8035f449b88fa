namespace Headrace.Store.Multipart;

/// <summary>Finds the parts that a CompleteMultipartUpload names.</summary>
internal static class PartChoice
{
    /// <exception cref="StoreException">InvalidRequest, InvalidPartOrder, InvalidPart, EntityTooSmall.</exception>
    public static List<PartRow> Choose(CompleteUpload complete, List<PartRow> uploaded)
    {
        if (complete.Parts.Count == 0)
        {
            throw StoreErrors.NoParts();
        }

        for (var i = 1; i < complete.Parts.Count; i++)
        {
            if (complete.Parts[i].Number <= complete.Parts[i - 1].Number)
            {
                throw StoreErrors.InvalidPartOrder(complete.UploadId);
            }
        }

        var byNumber = uploaded.ToDictionary(part => part.Number);
        var chosen = new List<PartRow>(complete.Parts.Count);
        foreach (var asked in complete.Parts)
        {
            if (!byNumber.TryGetValue(asked.Number, out var part) || !Matches(asked, part))
            {
                throw StoreErrors.InvalidPart(complete.UploadId, asked.Number, asked.ETag);
            }

            chosen.Add(part);
        }

        foreach (var part in chosen.SkipLast(1))
        {
            if (part.Size < ObjectStore.SmallestPart)
            {
                throw StoreErrors.EntityTooSmall(part.Size, ObjectStore.SmallestPart, part.Number, Convert.ToHexStringLower(part.Md5));
            }
        }

        return chosen;
    }

    private static bool Matches(CompletedPart asked, PartRow part) =>
        string.Equals(asked.ETag, Convert.ToHexString(part.Md5), StringComparison.OrdinalIgnoreCase)
        && (asked.Checksum is null || (part.Checksum is [var algorithm, var value, ..] && algorithm == asked.Checksum.Algorithm && value == asked.Checksum.Value));
}
