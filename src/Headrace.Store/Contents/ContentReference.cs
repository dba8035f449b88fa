namespace Headrace.Store.Contents;

/// <summary>What a row says of its bytes.</summary>
/// <param name="Id">The seq it was published under.</param>
/// <param name="Pieces">An encoded <see cref="PieceList"/>, or null: the body with that id, or nothing when the size is 0.</param>
/// <param name="Body">The small body itself, when it was read with the row.</param>
internal sealed record ContentReference(long Id, byte[]? Pieces, byte[]? Body);
