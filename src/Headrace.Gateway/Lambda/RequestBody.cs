using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda;

/// <summary>Reads a payload in one piece.</summary>
internal static class RequestBody
{
    private const int FirstGuess = 4096;

    /// <param name="limit">Bytes; one more is refused, before it is read where its length is known.</param>
    /// <exception cref="LambdaException">As <paramref name="tooLarge"/> makes it.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(GatewayRequest request, int limit, Func<LambdaException> tooLarge)
    {
        if (request.BodyLength > limit)
        {
            throw tooLarge();
        }

        if (request.Body is MemoryStream { Position: 0 } whole && whole.TryGetBuffer(out var bytes))
        {
            return bytes;
        }

        // One byte more than the body, so that its end is seen without growing.
        var buffer = new byte[(int)(request.BodyLength ?? FirstGuess) + 1];
        var length = 0;
        int read;
        while ((read = await request.Body.ReadAsync(buffer.AsMemory(length), request.Aborted)) > 0)
        {
            length += read;
            if (length > limit)
            {
                throw tooLarge();
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, limit + 1));
            }
        }

        return buffer.AsMemory(0, length);
    }
}
