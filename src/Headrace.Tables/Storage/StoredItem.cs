namespace Headrace.Tables.Storage;

/// <param name="Size">By AWS's counting.</param>
/// <param name="Json">As it is served.</param>
public readonly record struct StoredItem(int Size, byte[] Json);
