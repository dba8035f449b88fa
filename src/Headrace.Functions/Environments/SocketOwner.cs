using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Headrace.Functions.Environments;

/// <summary>
/// Which socket on this machine is at the other end of a loopback connection. Functions share the machine's network, so an address alone
/// does not keep one of them from asking another's Runtime API for events: the peer's socket must belong to the environment's processes.
/// </summary>
internal static unsafe class SocketOwner
{
    private const int HeaderLength = 16;
    private const int RequestLength = HeaderLength + 56;
    private const int InodeOffset = HeaderLength + 68;

    /// <summary>The inode of the peer's socket, or null when it is gone.</summary>
    /// <param name="peer">The connection's remote end: the peer's own address.</param>
    /// <param name="local">Our end.</param>
    public static uint? InodeOf(IPEndPoint peer, IPEndPoint local) => FromNetlink(peer, local) ?? FromTable(peer, local);

    /// <summary>Asks the kernel for exactly one socket (sock_diag(7)).</summary>
    private static uint? FromNetlink(IPEndPoint peer, IPEndPoint local)
    {
        const int netlink = 16, raw = 3, socketDiagnosis = 4, byFamily = 20, request = 1;
        var descriptor = Libc.CreateSocket(netlink, raw | Libc.CloseOnExec, socketDiagnosis);
        if (descriptor < 0)
        {
            return null;
        }

        using var socket = Libc.Owned(descriptor);
        Span<byte> message = stackalloc byte[RequestLength];
        message.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(message, RequestLength);
        BinaryPrimitives.WriteInt16LittleEndian(message[4..], byFamily);
        BinaryPrimitives.WriteInt16LittleEndian(message[6..], request);
        var body = message[HeaderLength..];
        body[0] = 2;
        body[1] = 6;
        body.Slice(4, 4).Fill(0xff);
        BinaryPrimitives.WriteUInt16BigEndian(body[8..], (ushort)peer.Port);
        BinaryPrimitives.WriteUInt16BigEndian(body[10..], (ushort)local.Port);
        peer.Address.MapToIPv4().TryWriteBytes(body[12..], out _);
        local.Address.MapToIPv4().TryWriteBytes(body[28..], out _);
        body.Slice(48, 8).Fill(0xff);

        Span<byte> answer = stackalloc byte[512];
        fixed (byte* sent = message)
        fixed (byte* received = answer)
        {
            if (Libc.Send(socket, sent, RequestLength, 0) != RequestLength)
            {
                return null;
            }

            var length = Libc.Receive(socket, received, answer.Length, 0);
            return length >= InodeOffset + 4 && BinaryPrimitives.ReadInt16LittleEndian(answer[4..]) == byFamily
                ? BinaryPrimitives.ReadUInt32LittleEndian(answer[InodeOffset..])
                : null;
        }
    }

    /// <summary>The same from /proc/net/tcp, where the kernel lacks sock_diag.</summary>
    private static uint? FromTable(IPEndPoint peer, IPEndPoint local)
    {
        var wanted = $": {Text(peer)} {Text(local)} ";
        foreach (var line in File.ReadLines("/proc/net/tcp"))
        {
            if (line.Contains(wanted, StringComparison.Ordinal))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                return uint.Parse(fields[9], CultureInfo.InvariantCulture);
            }
        }

        return null;

        static string Text(IPEndPoint end)
        {
            Span<byte> address = stackalloc byte[4];
            end.Address.MapToIPv4().TryWriteBytes(address, out _);
            return string.Create(CultureInfo.InvariantCulture, $"{MemoryMarshal.Read<uint>(address):X8}:{end.Port:X4}");
        }
    }
}
