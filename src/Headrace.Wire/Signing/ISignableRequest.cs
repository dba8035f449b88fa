namespace Headrace.Wire.Signing;

/// <summary>What of a request is signed, as it is on the wire: the boundary to whichever HTTP library holds it.</summary>
public interface ISignableRequest
{
    string Method { get; }

    /// <summary>Percent-encoded as sent, without the query.</summary>
    string RawPath { get; }

    /// <summary>Without the <c>?</c>; empty when there is none.</summary>
    string RawQuery { get; }

    IEnumerable<string> HeaderNames { get; }

    /// <param name="name">In any case.</param>
    /// <returns>The value, the lines of a repeated header joined by commas; null when the request has no such header.</returns>
    string? FindHeader(string name);
}
