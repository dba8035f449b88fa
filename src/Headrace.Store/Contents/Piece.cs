namespace Headrace.Store.Contents;

/// <summary>Where bytes lie. The numbers are on disk: they never change their meaning.</summary>
internal enum PieceKind : byte
{
    /// <summary>The row of <c>body</c> with that number.</summary>
    Body = 1,

    /// <summary>An extent of a segment that many contents share.</summary>
    Shared = 2,

    /// <summary>A segment file of its own.</summary>
    Own = 3,
}

/// <summary>A run of a content's bytes.</summary>
internal readonly record struct Piece(PieceKind Kind, long Number, long Start, long Length);
