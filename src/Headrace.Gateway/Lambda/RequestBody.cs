using System.Buffers;
using Headrace.Functions.Registry;

namespace Headrace.Gateway.Lambda;

/// <summary>A request's payload in one piece, on borrowed memory.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private RequestBody(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <param name="limit">Bytes; one more is refused without being read.</param>
    /// <exception cref="LambdaException">As <paramref name="tooLarge"/> makes it.</exception>
    public static async Task<RequestBody> ReadAsync(GatewayRequest request, int limit, Func<LambdaException> tooLarge)
    {
        if (request.BodyLength > limit)
        {
            throw tooLarge();
        }

        var body = new RequestBody((int)(request.BodyLength ?? 0) + 1);
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(body._buffer.AsMemory(body._length), request.Aborted)) > 0)
            {
                body._length += read;
                if (body._length > limit)
                {
                    throw tooLarge();
                }

                if (body._length == body._buffer.Length)
                {
                    body.Grow();
                }
            }

            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
