using System.Security.Cryptography;
using Headrace.Wire.Signing;

namespace Headrace.Lab.Load;

/// <summary>Bytes to send, hashed once.</summary>
public sealed class Payload(string name, ReadOnlyMemory<byte> bytes)
{
    public static readonly Payload Nothing = new("", default);

    private string? _hash;

    /// <summary>A file's name; goes into keys.</summary>
    public string Name => name;

    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary>SHA-256, hex.</summary>
    public string Hash => _hash ??= bytes.IsEmpty ? PayloadHash.Empty : Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
