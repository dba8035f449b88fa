using System.Security.Cryptography;

namespace Headrace.Apis;

/// <summary>New identifiers, as long as AWS's: lower-case letters and digits.</summary>
public static class ApiIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string Api() => RandomNumberGenerator.GetString(Alphabet, 10);

    /// <summary>Of a resource, a deployment, a usage plan.</summary>
    public static string Part() => RandomNumberGenerator.GetString(Alphabet, 6);

    /// <summary>Of a route or an integration of an HTTP API.</summary>
    public static string HttpPart() => RandomNumberGenerator.GetString(Alphabet, 7);

    /// <summary>The secret of an API key.</summary>
    public static string KeyValue() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 40);
}
