using Microsoft.AspNetCore.Http;

namespace Headrace.Gateway;

/// <summary>The longest body that a service takes whole, and its word for a longer one.</summary>
/// <param name="Bytes">One more is refused, before it is read where its length is known.</param>
public sealed record BodyLimit(int Bytes, Func<HttpContext, WireException> Refusal)
{
    public static BodyLimit Of(int bytes, string code, string? message = null) =>
        new(bytes, _ => new WireException(code, StatusCodes.Status413PayloadTooLarge, message ?? $"Request must be smaller than {bytes} bytes"));
}
