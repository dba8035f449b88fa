using System.Net.Sockets;
using System.Text;

namespace Headrace.Gateway.Tests.S3;

/// <summary>A request byte by byte, and everything that comes back until the server ends the connection, however it does.</summary>
public sealed class RawConnection(Uri endpoint)
{
    public async Task<string> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endpoint.Host, endpoint.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer);
        }
        catch (IOException)
        {
            // A reset: a body was announced that nobody waited for.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
