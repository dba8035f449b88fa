using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Gateway.S3;

/// <summary>Canonical user ids: 64 hex digits that stand for an account in owners and grants.</summary>
public static class CanonicalUser
{
    private static readonly ConcurrentDictionary<string, string> Known = new();

    public static string Of(string accountId) =>
        Known.TryGetValue(accountId, out var id) ? id : Known.GetOrAdd(accountId, Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes("account:" + accountId))));
}
