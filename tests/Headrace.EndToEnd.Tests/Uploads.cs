using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Headrace.Harness;
using Headrace.Vision.Photographs;

namespace Headrace.EndToEnd.Tests;

/// <summary>What was sent: acknowledged with 200, or cut off without an answer. Keys with the SHA-256 of their bytes.</summary>
internal sealed class Uploads
{
    /// <summary>Small ones that fit in a row, and some that need a segment.</summary>
    private readonly byte[][] _photographs;

    public Uploads(int seed) =>
        _photographs = [.. Enumerable.Range(0, 12).Select(i => PhotographGenerator.Create(seed + i, i % 3 == 0 ? 1200 : 160, i % 3 == 0 ? 800 : 120))];

    public ConcurrentDictionary<string, string> Acknowledged { get; } = new();

    public ConcurrentDictionary<string, string> Unanswered { get; } = new();

    /// <summary>False once the engine is gone.</summary>
    public async Task<bool> TryPutAsync(EngineProcess engine, string key)
    {
        // Each object its own bytes: trailing bytes after the JPEG's end are ignored by every decoder.
        byte[] body = [.. _photographs[(key.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % _photographs.Length], .. RandomNumberGenerator.GetBytes(16)];
        var sha256 = Convert.ToHexString(SHA256.HashData(body));
        try
        {
            using var content = new ByteArrayContent(body);
            using var response = await engine.Client.SendAsync("s3", HttpMethod.Put, $"/photographs/{key}", content);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new InvalidOperationException($"{key}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            }

            Acknowledged[key] = sha256;
            return true;
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            Unanswered[key] = sha256;
            return false;
        }
    }
}
