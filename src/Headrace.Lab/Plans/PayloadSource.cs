namespace Headrace.Lab.Plans;

/// <summary>What is sent: one of nothing, bytes, json, file, folder, cameras.</summary>
public abstract record PayloadSource;

public sealed record NoPayload : PayloadSource;

/// <summary>Random bytes, the same for every item.</summary>
/// <param name="Size">Bytes.</param>
public sealed record BytesPayload(long Size) : PayloadSource;

/// <summary>A JSON document, filled for each item.</summary>
public sealed record JsonPayload(Template Text) : PayloadSource;

/// <param name="Path">From where the command runs.</param>
public sealed record FilePayload(string Path) : PayloadSource;

/// <summary>All files of a folder in the order of their names, round and round.</summary>
public sealed record FolderPayload(string Path) : PayloadSource;

/// <summary>A picture of each site's river, made before the run.</summary>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record CamerasPayload(int Width, int Height) : PayloadSource;
